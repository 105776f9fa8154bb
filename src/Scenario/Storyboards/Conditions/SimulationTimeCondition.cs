namespace Sim.Storyboards;

/// <summary>Time since the start.</summary>
public sealed record SimulationTimeCondition : TriggerCondition
{
    /// <summary>s.</summary>
    public required double ValueS { get; init; }

    /// <summary>Comparison.</summary>
    public required ValueRule Rule { get; init; }
}
