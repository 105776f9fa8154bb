namespace Sim;

/// <summary>An entry under <c>cases:</c>: one source of cases.</summary>
public sealed record CaseEntry
{
    /// <summary>Unique name within the suite; begins the slug of each case id.</summary>
    public required string Name { get; init; }

    /// <summary>Generator, named by the key under <c>from:</c>.</summary>
    public required string Generator { get; init; }

    /// <summary>The whole map under <c>from:</c>.</summary>
    public required Setting From { get; init; }

    /// <summary>Requirements that the cases cover.</summary>
    public IReadOnlyList<string> Covers { get; init; } = [];

    /// <summary>Tags of the operational design domain.</summary>
    public IReadOnlyDictionary<string, string> Odd { get; init; } = Ordered.Empty;

    /// <summary>What its parameters may be, filled in when it is planned; empty before, and without parameters.</summary>
    public IReadOnlyList<EntryPart> Parts { get; init; } = [];

    /// <summary>Driver of these cases; null means the suite's.</summary>
    public ModuleUse? Driver { get; init; }

    /// <summary>Vehicle of these cases; null means the suite's.</summary>
    public VehicleSpec? Vehicle { get; init; }

    /// <summary>Replicas of each case (stochastic drivers), at least 1.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>Line of the entry in the suite, 0 when unknown.</summary>
    public int Line { get; init; }
}
