namespace Sim.Storyboards;

/// <summary>An OpenSCENARIO entity beside its <see cref="Sim.Actor"/>, which has its box and class.</summary>
public sealed record StoryboardEntity
{
    /// <summary>The actor's id: the entity's name.</summary>
    public required string Id { get; init; }

    /// <summary>What kind of entity it is, which collisions by type ask for.</summary>
    public StoryboardEntityKind Kind { get; init; } = StoryboardEntityKind.Vehicle;

    /// <summary>The file's category ("car", "barrier", …).</summary>
    public string Category { get; init; } = "";

    /// <summary>The file's model name, or empty.</summary>
    public string Model { get; init; } = "";

    /// <summary>False: absent until an action adds it.</summary>
    public bool PresentAtStart { get; init; } = true;

    /// <summary>Limits of motion; null when the file has none.</summary>
    public EntityPerformance? Performance { get; init; }

    /// <summary>Controllers assigned from the start.</summary>
    public IReadOnlyList<StoryController> Controllers { get; init; } = [];

    /// <summary>Free properties.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = Ordered.Empty;

    /// <summary>The entity towed at the start, or null (esmini; 1.3).</summary>
    public string? TrailerId { get; init; }
}
