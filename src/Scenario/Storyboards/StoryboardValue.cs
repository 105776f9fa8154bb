namespace Sim.Storyboards;

/// <summary>A parameter or a variable and its value at the start.</summary>
/// <param name="Name">Name without the dollar sign.</param>
/// <param name="Type">Type.</param>
/// <param name="Value">Value as text, canonical for its type.</param>
public sealed record StoryboardValue(string Name, StoryboardValueType Type, string Value);
