namespace Sim.Reports.Stories;

/// <summary>A parameter in two cases.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Here">Its value here.</param>
/// <param name="There">Its value in the other case.</param>
internal sealed record ParameterChange(string Name, string Here, string There);
