namespace Sim.Storyboards;

/// <summary>Date and time in the simulated world.</summary>
public sealed record TimeOfDayCondition : TriggerCondition
{
    /// <summary>ISO 8601 date and time as the file has it.</summary>
    public required string DateTime { get; init; }

    /// <summary>Comparison.</summary>
    public required ValueRule Rule { get; init; }
}
