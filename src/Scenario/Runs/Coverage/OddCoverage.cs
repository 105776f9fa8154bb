namespace Sim;

/// <summary>Coverage of the operational design domain that the suites declare.</summary>
public sealed record OddCoverage
{
    /// <summary>Its dimensions in the order of declaration, or the tags of the cases, sorted, when none is declared.</summary>
    public required IReadOnlyList<OddDimension> Dimensions { get; init; }

    /// <summary>True when a suite declares it; without a declaration there is no share and no hole.</summary>
    public required bool Declared { get; init; }

    /// <summary>Cases that a combination needs to be covered, at least 1.</summary>
    public int Wanted { get; init; } = 1;

    /// <summary>Combinations of the declaration.</summary>
    public long Combinations { get; init; }

    /// <summary>Combinations with enough cases.</summary>
    public long Covered { get; init; }

    /// <summary>Share of the exposure that is covered, 0 to 1; null without a declaration.</summary>
    public double? ExposureShare { get; init; }

    /// <summary>Combinations that occur, with their cases, in a stable order.</summary>
    public IReadOnlyList<OddCell> Cells { get; init; } = [];

    /// <summary>The first combinations without enough cases, the most exposed first.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Holes { get; init; } = [];

    /// <summary>How many more are without.</summary>
    public long HolesLeftOut { get; init; }

    /// <summary>Cases with a tag that the declaration does not know: outside the domain, and counted apart.</summary>
    public IReadOnlyList<OddOutsider> Outside { get; init; } = [];

    /// <summary>Ids of cases that lack a tag of a dimension, sorted: they cover nothing.</summary>
    public IReadOnlyList<string> Untagged { get; init; } = [];
}
