namespace Sim;

/// <summary>The methods of one assessor.</summary>
/// <param name="Assessor">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Families">How its metrics are defined.</param>
public sealed record AssessorMethods(string Assessor, string Version, IReadOnlyList<MethodFamily> Families);
