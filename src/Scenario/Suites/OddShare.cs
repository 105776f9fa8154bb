namespace Sim;

/// <summary>A value of a declared dimension and how often it is met.</summary>
/// <param name="Value">The tag's value.</param>
/// <param name="Share">Share of the driving with it, 0 to 1; the shares of a dimension sum to 1.</param>
public sealed record OddShare(string Value, double Share);
