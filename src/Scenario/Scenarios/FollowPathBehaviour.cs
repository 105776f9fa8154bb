using Sim.Geometry;

namespace Sim;

/// <summary>
/// Follows a fixed path (pedestrian, cyclist, vehicle along its logged path). The longitudinal motion is either the scripted
/// <see cref="Speeds"/> or, when <see cref="Idm"/> is set, car following along the path.
/// </summary>
public sealed record FollowPathBehaviour : Behaviour
{
    /// <summary>Path of the box's centre, local m.</summary>
    public required Polyline Path { get; init; }

    /// <summary>Arc length on the path where the actor starts, m.</summary>
    public double StartM { get; init; }

    /// <summary>Scripted speed: piecewise, in order; empty keeps the initial speed. Ignored when <see cref="Idm"/> is set.</summary>
    public IReadOnlyList<SpeedStep> Speeds { get; init; } = [];

    /// <summary>Reactive car following along the path instead of a script.</summary>
    public IdmParameters? Idm { get; init; }

    /// <summary>
    /// When the manoeuvre begins; null begins at once. Until then an actor with a speed script keeps its initial speed along the path (0: it
    /// waits), and the script's clock starts at the trigger; an actor without a script stands and then starts at its initial speed.
    /// </summary>
    public StartTrigger? Trigger { get; init; }

    /// <summary>True: stands at the end of the path; false: vanishes there.</summary>
    public bool HoldAtEnd { get; init; } = true;
}
