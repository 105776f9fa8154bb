namespace Sim.Storyboards;

/// <summary>Which vehicles make up traffic.</summary>
public sealed record TrafficDefinition
{
    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Vehicle categories and their weights.</summary>
    public IReadOnlyList<TrafficShare> Categories { get; init; } = [];

    /// <summary>Vehicle roles and their weights (1.2).</summary>
    public IReadOnlyList<TrafficShare> Roles { get; init; } = [];

    /// <summary>Controllers, in the order of <see cref="ControllerWeights"/>.</summary>
    public IReadOnlyList<StoryController> Controllers { get; init; } = [];

    /// <summary>Weights of the controllers.</summary>
    public IReadOnlyList<double> ControllerWeights { get; init; } = [];
}
