namespace Sim;

/// <summary>One term of a filter over cases: <c>family = ncap-ccrs</c>. Terms of a list must all hold.</summary>
/// <param name="Key">"entry" or "family" (the entry's name), "id", "tag", "covers", "odd.NAME" or a parameter's name.</param>
/// <param name="Pattern">Value with * and ? wildcards.</param>
/// <param name="Negated">True for !=.</param>
public sealed record CaseFilter(string Key, string Pattern, bool Negated = false);
