namespace Sim.Storyboards;

/// <summary>A command of the file's author. Kept as text; never executed.</summary>
public sealed record CustomCommandAction : StoryboardAction
{
    /// <summary>Type as the file has it.</summary>
    public required string Type { get; init; }

    /// <summary>Content as the file has it.</summary>
    public string Content { get; init; } = "";
}
