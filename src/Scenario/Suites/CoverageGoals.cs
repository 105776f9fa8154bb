namespace Sim;

/// <summary>What a suite wants its cases to cover (<c>coverage:</c>). Plain data; what is left out is not graded.</summary>
public sealed record CoverageGoals
{
    /// <summary>Largest number of parameters whose combinations are counted.</summary>
    public const int MaxStrength = 3;

    /// <summary>Combinations of so many parameters are wanted, 1 to 3; null when the suite does not say.</summary>
    public int? Strength { get; init; }

    /// <summary>Cases that a combination of the operational design domain needs, at least 1; null when the suite does not say.</summary>
    public int? OddRuns { get; init; }

    /// <summary>Cases wanted in each value or class of each parameter, at least 1; null when the suite does not say.</summary>
    public int? Goal { get; init; }

    /// <summary>Classes of parameters; the first that names an entry and a parameter holds.</summary>
    public IReadOnlyList<ParameterClasses> Parameters { get; init; } = [];

    /// <summary>Combinations that cannot occur, name → value; names are those of parameters or of dimensions of the operational design domain.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Exclude { get; init; } = [];
}
