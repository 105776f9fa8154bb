namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>How the starts of stage two are made (Cao et al., arXiv 2506.04218, section on synthetic starts). Immutable.</summary>
public sealed record StageTwoOptions
{
    /// <summary>Around whose pose they lie.</summary>
    public Expert Expert { get; init; } = Expert.PdmClosed;

    /// <summary>Spacing across the road, m, 0.1 to 5.</summary>
    public double LateralStepM { get; init; } = 0.5;

    /// <summary>Farthest across the road, m, 0 to 10.</summary>
    public double LateralReachM { get; init; } = 2.0;

    /// <summary>Spacing along the road, m, 0.5 to 50.</summary>
    public double LongitudinalStepM { get; init; } = 5.0;

    /// <summary>Braking and acceleration that bound how far back and ahead they lie, m/s², 0.5 to 10.</summary>
    public double MaxAccelMps2 { get; init; } = 4.0;

    /// <summary>Farthest that a recorded motion may end from a start to lend it heading and history, m, 0 to 50; beyond it the expert's motion is shifted there.</summary>
    public double HistoryReachM { get; init; } = 2.5;

    /// <summary>Largest difference from the expert in speed, m/s.</summary>
    public double SpeedLimitMps { get; init; } = 1.0;

    /// <summary>Largest difference from the expert in acceleration, m/s².</summary>
    public double AccelLimitMps2 { get; init; } = 1.0;

    /// <summary>Largest difference from the expert in heading, rad.</summary>
    public double HeadingLimitRad { get; init; } = 20 * Math.PI / 180;

    /// <summary>Fewest starts that must survive, 1 to 1000; with fewer there is no stage two.</summary>
    public int MinStarts { get; init; } = 5;

    /// <summary>Share of the survivors that is kept, above 0 to 1.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Most starts that are kept, 1 to 1000. The paper's sets have 5 to 20.</summary>
    public int MaxStarts { get; init; } = 20;
}
