namespace Sim.Plugins.PseudoSimulation.Stages.Aggregation;

/// <summary>How scores of frames are put together.</summary>
public sealed record AggregationOptions
{
    /// <summary>NAVSIM 2.2.</summary>
    public static AggregationOptions Default { get; } = new();

    /// <summary>Variance of the Gaussian that weighs start states by distance, m²; positive.</summary>
    public double SigmaSquaredM2 { get; init; } = 0.1;

    /// <summary>From where the distance is measured.</summary>
    public EndPointDefinition EndPoint { get; init; } = EndPointDefinition.SubmittedPlan;

    /// <summary>
    /// Whose results. NAVSIM gives all start states the same weight as soon as the sum of the Gaussians is below 1e-8, about 1.9 m from the nearest;
    /// sane weights are relative to the nearest, so that it keeps its lead at any distance.
    /// </summary>
    public Compatibility Compatibility { get; init; } = Compatibility.Navsim22;
}
