namespace Sim.Plugins.CrashReports.Records;

/// <summary>One thing that an actor did or meant to do. Plain data.</summary>
public sealed record ActionRecord
{
    /// <summary>What.</summary>
    public required Leaf<ActionKind> Kind { get; init; }

    /// <summary>Lane it goes to, 1 = rightmost of the leg it then drives on.</summary>
    public Leaf<int?> TargetLane { get; init; } = Leaf.Unknown<int?>(null);

    /// <summary>True when it happened before the first impact.</summary>
    public bool BeforeImpact { get; init; } = true;

    /// <summary>False when it was meant, attempted in thought, refused or denied, and did not happen.</summary>
    public bool Executed { get; init; } = true;
}
