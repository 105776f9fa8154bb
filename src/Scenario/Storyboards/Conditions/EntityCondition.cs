namespace Sim.Storyboards;

/// <summary>A condition on the state of entities.</summary>
public abstract record EntityCondition : TriggerCondition
{
    private protected EntityCondition()
    {
    }

    /// <summary>True: all triggering entities must fulfil it; false: any does.</summary>
    public bool All { get; init; }

    /// <summary>Triggering entities (or selections).</summary>
    public IReadOnlyList<string> Entities { get; init; } = [];
}
