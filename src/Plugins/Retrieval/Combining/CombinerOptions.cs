namespace Sim.Plugins.Retrieval.Combining;

/// <summary>How retrieved behaviours are blended. Immutable.</summary>
internal sealed record CombinerOptions
{
    /// <summary>Most neighbours K whose behaviour is blended, at least 1.</summary>
    public int Neighbours { get; init; } = 400;

    /// <summary>τ of the weights exp(−d/τ), positive; small follows the nearest alone.</summary>
    public double Tau { get; init; } = 2.0;

    /// <summary>
    /// How much the blend is held back from correcting for differences between the neighbours' situations and the present one, not negative;
    /// large leaves the plain weighted mean.
    /// </summary>
    public double Ridge { get; init; } = 0.01;

    /// <summary>
    /// Usual difference of mean acceleration between neighbours, m/s², positive: what a neighbour does beyond it counts in proportion, not squared.
    /// Small follows the median of the neighbours, large their mean.
    /// </summary>
    public double UsualMps2 { get; init; } = 0.8;

    /// <summary>
    /// Weight of one who keeps the speed in just this situation, not negative; a neighbour alike in everything weighs 1. Where the library holds nothing
    /// alike, it is what comes out.
    /// </summary>
    public double KeepsSpeed { get; init; } = 2.0;

    /// <summary>Time after which neighbours are looked up anew, s, a multiple of half a second.</summary>
    public double RenewS { get; init; } = 1.0;

    /// <summary>How much of the past is known, s.</summary>
    public double PastS { get; init; } = 1.0;

    /// <summary>
    /// Diversity: 0 gives the mean of the neighbours; 1 spreads the results of different seeds about as far as the neighbours differ.
    /// </summary>
    public double Temperature { get; init; }

    /// <summary>Seed of the draws; without effect at temperature 0 but for the unevenness of speed.</summary>
    public ulong Seed { get; init; }

    /// <summary>Share of the nearest neighbours' unevenness of speed and direction that is laid over the blend, 0 to 1.</summary>
    public double Unevenness { get; init; } = 1.0;

    /// <summary>True to follow the programme of lights; false to take what they show at the start for ever.</summary>
    public bool LightsChange { get; init; } = true;

    /// <summary>Hardest braking, m/s², positive.</summary>
    public double MaxBrakingMps2 { get; init; } = 8.0;

    /// <summary>Strongest acceleration, m/s², positive.</summary>
    public double MaxAccelMps2 { get; init; } = 4.0;

    /// <summary>Room that is kept to what is ahead, m, unless there is less from the start.</summary>
    public double MinGapM { get; init; } = 1.5;
}
