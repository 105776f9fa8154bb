namespace Sim;

/// <summary>Classes of a parameter for coverage.</summary>
/// <param name="Entry">Name of an entry, * and ? allowed.</param>
/// <param name="Parameter">The parameter.</param>
/// <param name="Values">Edges of neighbouring classes, ascending, at least two; or words, each a class.</param>
public sealed record ParameterClasses(string Entry, string Parameter, IReadOnlyList<string> Values);
