using Sim.Maps;
using Sim.Storyboards;

namespace Sim;

/// <summary>What should happen: map, actors with behaviours, environment, ego task. Concrete data (every range is drawn). Immutable.</summary>
public sealed record Scenario
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The road network.</summary>
    public required RoadMap Map { get; init; }

    /// <summary>Step length, µs, positive.</summary>
    public required long StepUs { get; init; }

    /// <summary>Length of the scenario, µs, a positive multiple of <see cref="StepUs"/>.</summary>
    public required long HorizonUs { get; init; }

    /// <summary>Actors, the ego among them, ids unique.</summary>
    public required IReadOnlyList<Actor> Actors { get; init; }

    /// <summary>Id of the ego in <see cref="Actors"/>.</summary>
    public required string EgoId { get; init; }

    /// <summary>What the ego is asked to do.</summary>
    public EgoTask Task { get; init; } = new();

    /// <summary>Weather, light, surface.</summary>
    public WorldEnvironment Environment { get; init; } = new();

    /// <summary>What happens to the actors whose behaviour is <see cref="StoryboardBehaviour"/>, and when it ends; null when there are none.</summary>
    public Storyboard? Storyboard { get; init; }

    /// <summary>Concrete parameters this scenario was made from, name → canonical text with unit.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = Ordered.Empty;

    /// <summary>Tags, e.g. the family.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Where it comes from.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>Number of steps: a recording of the whole horizon has this many plus one states.</summary>
    public int StepCount => checked((int)(HorizonUs / StepUs));

    /// <summary>The ego.</summary>
    /// <exception cref="InvalidOperationException">No actor has the ego's id.</exception>
    public Actor Ego => Actors.FirstOrDefault(a => a.Id == EgoId)
        ?? throw new InvalidOperationException($"Scenario '{Name}' names the ego '{EgoId}', but no actor has that id.");
}
