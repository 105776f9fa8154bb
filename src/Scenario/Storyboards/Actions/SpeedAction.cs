namespace Sim.Storyboards;

/// <summary>Changes the speed.</summary>
public sealed record SpeedAction : PrivateAction
{
    /// <summary>How fast.</summary>
    public required TransitionDynamics Dynamics { get; init; }

    /// <summary>To which speed.</summary>
    public required SpeedTarget Target { get; init; }
}
