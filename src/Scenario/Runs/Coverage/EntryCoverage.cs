namespace Sim;

/// <summary>How the cases of one entry cover its parameters.</summary>
public sealed record EntryCoverage
{
    /// <summary>Name of the entry.</summary>
    public required string Entry { get; init; }

    /// <summary>Its suite.</summary>
    public required string Suite { get; init; }

    /// <summary>Source within the entry (a template's name), where its sources have parameters of their own; else empty.</summary>
    public string Source { get; init; } = "";

    /// <summary>The parameters that take more than one value, sorted by name.</summary>
    public required IReadOnlyList<ParameterCoverage> Parameters { get; init; }

    /// <summary>Coverage of combinations, strength 1, 2, 3, as far as there are so many parameters.</summary>
    public IReadOnlyList<WayCoverage> Ways { get; init; } = [];

    /// <summary>
    /// The first of the missing combinations of the strength that the suite wants (pairs where it does not say), as entries in YAML for the end of its <c>cases</c>; empty when nothing is
    /// missing.
    /// </summary>
    public string MissingCases { get; init; } = "";

    /// <summary>Radius of the largest empty ball in the unit cube of the numeric parameters, over its diagonal, 0 to 1; null without such a parameter.</summary>
    public double? Dispersion { get; init; }
}
