using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>What was measured of one scenario of a report. Immutable.</summary>
internal sealed record ReconstructedScenario
{
    /// <summary>Variant, from 1.</summary>
    public required int Variant { get; init; }

    /// <summary>True when there is a scenario, whatever rules it breaks.</summary>
    public bool Drawn { get; init; }

    /// <summary>True when it keeps the rules R6 to R10.</summary>
    public bool Valid { get; init; }

    /// <summary>What the rules found.</summary>
    public IReadOnlyList<RecordFinding> Findings { get; init; } = [];

    /// <summary>Wall time from text to scenario, s.</summary>
    public double Seconds { get; init; }

    /// <summary>True when solving it again gives the same bytes.</summary>
    public bool SameBytes { get; init; }

    /// <summary>True when its files read back to the same trajectories.</summary>
    public bool ReadsBack { get; init; }

    /// <summary>First contact with every vehicle scripted; null without one.</summary>
    public ReplayedSides? Sides { get; init; }

    /// <summary>Whether the labelled sides are touched first; null where the labels lack one.</summary>
    public bool? Reproduced { get; init; }

    /// <summary>True when the IDM ego collides before any search.</summary>
    public bool CriticalBefore { get; init; }

    /// <summary>True when it collides, after a search where need be.</summary>
    public bool Critical { get; init; }

    /// <summary>True when a reference ego avoids the crash.</summary>
    public bool Solvable { get; init; }

    /// <summary>True when it carries the tag of a crash that no reference ego avoids.</summary>
    public bool Tagged { get; init; }

    /// <summary>Whether the labelled sides are the first ones of both boxes, corners not counted for their second side.</summary>
    public bool? ReproducedStrictly { get; init; }

    /// <summary>True when nobody but the planned actor touches the ego first.</summary>
    public bool SingleCollider { get; init; }

    /// <summary>Closed-loop simulations.</summary>
    public int Simulations { get; init; }
}
