namespace Sim.Storyboards;

/// <summary>An element of the storyboard reaches a state.</summary>
public sealed record StoryboardElementStateCondition : TriggerCondition
{
    /// <summary>What kind of element.</summary>
    public required StoryboardElementKind Element { get; init; }

    /// <summary>Its name, with the names of its parents before it where it would be ambiguous ("act::group").</summary>
    public required string ElementName { get; init; }

    /// <summary>State or transition.</summary>
    public required StoryboardElementState State { get; init; }
}
