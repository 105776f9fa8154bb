namespace Sim;

/// <summary>Driven by the system under test (or by another named driver): the ego.</summary>
public sealed record DriverBehaviour : Behaviour
{
    /// <summary>
    /// The recorded states of this very actor (box centre, strictly increasing in time) when the scenario comes from a log of it: given to
    /// drivers as reference, used by log replay; empty when there is no log.
    /// </summary>
    public IReadOnlyList<TimedState> Log { get; init; } = [];
}
