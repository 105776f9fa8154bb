namespace Sim.Storyboards;

/// <summary>A controller: a model outside the file that moves an entity.</summary>
public sealed record StoryController
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>"lateral", "longitudinal", "movement", "animation", "lighting", "appearance", "all" (1.2); empty when not said.</summary>
    public string Type { get; init; } = "";

    /// <summary>Free properties.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = Ordered.Empty;

    /// <summary>Names of further property files; never opened.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}
