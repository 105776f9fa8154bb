namespace Sim.Storyboards;

/// <summary>A condition that is not of OpenSCENARIO 1.0 to 1.2. It cannot be evaluated.</summary>
public sealed record UnsupportedCondition : TriggerCondition
{
    /// <summary>The element's name.</summary>
    public required string Element { get; init; }
}
