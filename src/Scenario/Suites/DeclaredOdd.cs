namespace Sim;

/// <summary>A dimension of the operational design domain as a suite declares it (<c>odd:</c> at its top).</summary>
/// <param name="Name">"road", "light" …; the name of the cases' tag.</param>
/// <param name="Values">Its values in the order written.</param>
public sealed record DeclaredOdd(string Name, IReadOnlyList<OddShare> Values);
