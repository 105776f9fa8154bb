namespace Sim.Storyboards;

/// <summary>A named group of entities, resolved to its members.</summary>
/// <param name="Name">Name, in the same space as entity names.</param>
/// <param name="Members">Ids of the members, in the file's order.</param>
public sealed record EntitySelection(string Name, IReadOnlyList<string> Members);
