namespace Sim;

/// <summary>
/// Another driver in the ego's place, from the recording's situation on: whether it would have avoided what happened. Times are µs since the
/// recording's start. Plain data.
/// </summary>
public sealed record Counterfactual
{
    /// <summary>Stable name of the driver model, e.g. "careful-human", "brake-and-steer".</summary>
    public required string Model { get; init; }

    /// <summary>How it ends.</summary>
    public required CounterfactualOutcome Outcome { get; init; }

    /// <summary>Why the model applies or does not, with the clause or rule that says so.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The actor that it reacts to, or null.</summary>
    public string? Other { get; init; }

    /// <summary>When it finds the situation unsafe, or null when never.</summary>
    public long? AlarmTimeUs { get; init; }

    /// <summary>When it begins to brake or steer in answer, or null when never.</summary>
    public long? ReactionTimeUs { get; init; }

    /// <summary>When it touches another actor, or null.</summary>
    public long? ImpactTimeUs { get; init; }

    /// <summary>Length of the relative velocity at that contact, m/s, at least 0, or null.</summary>
    public double? ImpactSpeedMps { get; init; }

    /// <summary>How many variants of the model within the sensitivity band were run, at least 0.</summary>
    public int BandRuns { get; init; }

    /// <summary>How many of them avoid, 0 to <see cref="BandRuns"/>.</summary>
    public int BandAvoids { get; init; }

    /// <summary>What the statement rests on, one sentence each.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];
}
