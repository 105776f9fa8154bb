namespace Sim;

/// <summary>What a parameter of an entry may be, as far as it is known before anything runs.</summary>
public sealed record ParameterDomain
{
    /// <summary>The parameter.</summary>
    public required string Name { get; init; }

    /// <summary>Its values in canonical text, in the order of the suite; empty for a range.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Lower end of a range in canonical text; null for values.</summary>
    public string? Min { get; init; }

    /// <summary>Upper end of a range in canonical text; null for values.</summary>
    public string? Max { get; init; }
}
