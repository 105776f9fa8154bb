namespace Sim.Plugins.Retrieval.Behaviours;

/// <summary>What the components of <see cref="PathEncoder"/> weigh against one another; part of its version.</summary>
internal sealed record PathWeights
{
    /// <summary>The constant that tells an actor that is there from one that is not.</summary>
    public double Presence { get; init; } = 0.5;

    /// <summary>Progress along the first direction.</summary>
    public double Along { get; init; } = 0.2;

    /// <summary>Offset across the first direction, per node.</summary>
    public double Across { get; init; } = 0.7;

    /// <summary>Change of heading, per node.</summary>
    public double Turn { get; init; } = 0.6;

    /// <summary>Speed, per node.</summary>
    public double Speed { get; init; } = 0.2;

    /// <summary>Greatest acceleration and deceleration.</summary>
    public double Accel { get; init; } = 1;

    /// <summary>Share of time standing.</summary>
    public double Stands { get; init; } = 1;

    /// <summary>Way across the road, per node.</summary>
    public double Drift { get; init; } = 0.9;

    /// <summary>Turn that the road did not make.</summary>
    public double OwnTurn { get; init; } = 0.3;

    /// <summary>Change of the offset in the lane.</summary>
    public double Offset { get; init; } = 0.3;

    /// <summary>Relations to neighbours.</summary>
    public double Relation { get; init; } = 2;

    /// <summary>Kind of actor.</summary>
    public double Class { get; init; } = 0.7;

    /// <summary>How long it is there.</summary>
    public double Duration { get; init; } = 0.5;
}
