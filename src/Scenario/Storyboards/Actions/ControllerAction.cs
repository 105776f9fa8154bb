namespace Sim.Storyboards;

/// <summary>Assigns, activates or overrides controllers. At least one part is given.</summary>
public sealed record ControllerAction : PrivateAction
{
    /// <summary>Assigns a controller; null: does not.</summary>
    public AssignController? Assign { get; init; }

    /// <summary>Activates or deactivates; null: does not.</summary>
    public ActivateController? Activate { get; init; }

    /// <summary>Overridden pedals, wheel and gear.</summary>
    public IReadOnlyList<ControlOverride> Overrides { get; init; } = [];
}
