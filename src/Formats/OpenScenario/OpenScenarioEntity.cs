using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>An entity of an OpenSCENARIO file: what the actor is made of, and what the storyboard keeps of it.</summary>
public sealed record OpenScenarioEntity
{
    /// <summary>Kind of actor.</summary>
    public required ActorClass Class { get; init; }

    /// <summary>Its box; the file's reference point lies <see cref="BodyBox.RearAxleToCentreM"/> behind the box's centre.</summary>
    public required BodyBox Body { get; init; }

    /// <summary>Axles and limits as a vehicle; null for others and where the file's do not fit the box.</summary>
    public VehicleSpec? Vehicle { get; init; }

    /// <summary>The rest.</summary>
    public required StoryboardEntity Storyboard { get; init; }
}
