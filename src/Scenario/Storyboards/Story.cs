namespace Sim.Storyboards;

/// <summary>A story: acts that run independently of each other.</summary>
/// <param name="Name">Name.</param>
/// <param name="Acts">Acts.</param>
public sealed record Story(string Name, IReadOnlyList<StoryAct> Acts);
