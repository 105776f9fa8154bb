namespace Sim.Storyboards;

/// <summary>
/// What happens in a scenario, in the words of OpenSCENARIO XML 1.2 and already resolved: no parameter references, expressions or catalogs are
/// left. SI units, radians. Positions keep their kind and mean the entity's reference point as OpenSCENARIO has it (the rear axle on the ground),
/// unlike <see cref="Sim.Actor.Initial"/> (the box's centre); see DESIGN law 2. Plain immutable data; names are the file's.
/// </summary>
public sealed record Storyboard
{
    /// <summary>Version of the standard that the file was written for, "1.0", "1.1" or "1.2": some defaults differ.</summary>
    public string Version { get; init; } = "1.2";

    /// <summary>What the scenario's actors are to the storyboard; the ids are those of the actors.</summary>
    public IReadOnlyList<StoryboardEntity> Entities { get; init; } = [];

    /// <summary>Named groups of entities.</summary>
    public IReadOnlyList<EntitySelection> Selections { get; init; } = [];

    /// <summary>Global parameters with their values at the start: for conditions and actions that name them at run time.</summary>
    public IReadOnlyList<StoryboardValue> Parameters { get; init; } = [];

    /// <summary>Variables (1.2) with their values at the start.</summary>
    public IReadOnlyList<StoryboardValue> Variables { get; init; } = [];

    /// <summary>Programmes of traffic lights.</summary>
    public IReadOnlyList<SignalController> SignalControllers { get; init; } = [];

    /// <summary>What holds before the first step.</summary>
    public StoryboardInit Init { get; init; } = new();

    /// <summary>Stories, all running at once.</summary>
    public IReadOnlyList<Story> Stories { get; init; } = [];

    /// <summary>Ends the whole scenario; null: the horizon does.</summary>
    public StoryTrigger? StopTrigger { get; init; }

    /// <summary>What the file says that could change what happens, and this record cannot hold; empty when all of that was read.</summary>
    public IReadOnlyList<UnsupportedElement> Unsupported { get; init; } = [];
}
