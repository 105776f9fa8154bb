namespace Sim.Storyboards;

/// <summary>Moves a part of the entity's body (1.2).</summary>
public sealed record AnimationAction : PrivateAction
{
    /// <summary>What is moved: the file's words, e.g. "vehicle_component:doorFrontLeft".</summary>
    public required string Target { get; init; }

    /// <summary>State at the end, 0 to 1, or null.</summary>
    public double? State { get; init; }

    /// <summary>Length, s, or null.</summary>
    public double? DurationS { get; init; }

    /// <summary>True: repeated.</summary>
    public bool Loop { get; init; }
}
