namespace Sim;

/// <summary>
/// Goes through the given states at the given times, whatever happens around it (log replay, scripted manoeuvre). Between two states it is
/// interpolated; before the first and after the last the actor is absent, unless <see cref="HoldAtEnd"/>.
/// </summary>
public sealed record TrajectoryBehaviour : Behaviour
{
    /// <summary>States, strictly increasing in time, at least one.</summary>
    public required IReadOnlyList<TimedState> States { get; init; }

    /// <summary>True: after the last state the actor stands there (or keeps its last speed zeroed); false: it vanishes, as a log does.</summary>
    public bool HoldAtEnd { get; init; }

    /// <summary>True when the states were recorded from real traffic or another run (non-reactive replay).</summary>
    public bool Recorded { get; init; }
}
