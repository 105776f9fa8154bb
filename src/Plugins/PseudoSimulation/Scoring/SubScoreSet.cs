namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>A set of sub-scores.</summary>
[Flags]
public enum SubScoreSet
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>NC.</summary>
    NoAtFaultCollisions = 1,
    /// <summary>DAC.</summary>
    DrivableAreaCompliance = 2,
    /// <summary>DDC.</summary>
    DrivingDirectionCompliance = 4,
    /// <summary>TLC.</summary>
    TrafficLightCompliance = 8,
    /// <summary>EP.</summary>
    EgoProgress = 16,
    /// <summary>TTC.</summary>
    TimeToCollision = 32,
    /// <summary>LK.</summary>
    LaneKeeping = 64,
    /// <summary>HC.</summary>
    HistoryComfort = 128,
}
