namespace Sim;

/// <summary>A dimension of the operational design domain.</summary>
/// <param name="Name">"road", "light" …</param>
/// <param name="Values">Its values.</param>
public sealed record OddDimension(string Name, IReadOnlyList<OddValue> Values);
