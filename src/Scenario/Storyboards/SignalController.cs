namespace Sim.Storyboards;

/// <summary>A programme of traffic lights.</summary>
public sealed record SignalController
{
    /// <summary>Id of the controller in the road network.</summary>
    public required string Name { get; init; }

    /// <summary>Delay behind <see cref="ReferenceName"/>, s, not negative; null without a reference.</summary>
    public double? DelayS { get; init; }

    /// <summary>The controller that this one follows, or null.</summary>
    public string? ReferenceName { get; init; }

    /// <summary>Phases, repeated in order.</summary>
    public IReadOnlyList<SignalControllerPhase> Phases { get; init; } = [];
}
