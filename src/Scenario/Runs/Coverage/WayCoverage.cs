namespace Sim;

/// <summary>Coverage of combinations of values of a number of parameters.</summary>
public sealed record WayCoverage
{
    /// <summary>How many parameters are combined, 1 to 3.</summary>
    public required int Strength { get; init; }

    /// <summary>Combinations that occur.</summary>
    public required long Covered { get; init; }

    /// <summary>Combinations that can occur: those that constraints exclude are not counted.</summary>
    public required long Feasible { get; init; }

    /// <summary>The first missing combinations, name → label, in a stable order.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Missing { get; init; } = [];

    /// <summary>How many more are missing.</summary>
    public long MissingLeftOut { get; init; }
}
