namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>
/// Constants of the four models (JRC-FSM; UN R157). What a model does after its trigger (<see cref="ReactionTimeS"/>, <see cref="MaxBrakeMps2"/>,
/// ...) is apart from what its trigger assumes (<see cref="AssumedReactionTimeS"/>, ...): a sensitivity study changes the former only, or a slower
/// driver would also look further ahead.
/// </summary>
public sealed record CarefulParameters
{
    /// <summary>Delay between trigger and braking, s.</summary>
    public required double ReactionTimeS { get; init; }

    /// <summary>Strongest deceleration, m/s².</summary>
    public required double MaxBrakeMps2 { get; init; }

    /// <summary>Deceleration while the foot leaves the accelerator (careful human), m/s².</summary>
    public double ReleaseMps2 { get; init; } = 0.4;

    /// <summary>Growth of the deceleration, m/s³.</summary>
    public double JerkMps3 { get; init; } = 12.65;

    /// <summary>Comfortable change of speed before any trigger, m/s².</summary>
    public double ComfortMps2 { get; init; } = 1;

    /// <summary>Reaction time that the trigger's formula assumes, s.</summary>
    public required double AssumedReactionTimeS { get; init; }

    /// <summary>Time to collision below which a cut-in alarms the careful human, s.</summary>
    public double CriticalTtcS { get; init; } = 2;

    /// <summary>Lateral gap below which a cut-in counts for 5.2.5.2, m.</summary>
    public double IntrusionGapM { get; init; } = 0.5;

    /// <summary>Braking that the formula of 5.2.5.2 assumes, m/s².</summary>
    public double AssumedBrakeMps2 { get; init; } = 6;

    /// <summary>RSS: acceleration during the reaction time, m/s².</summary>
    public double RssAccelMps2 { get; init; } = 3;

    /// <summary>RSS: braking of both, m/s².</summary>
    public double RssBrakeMps2 { get; init; } = 6;

    /// <summary>RSS: lateral acceleration and braking of the other, m/s².</summary>
    public double RssLateralMps2 { get; init; } = 1;

    /// <summary>RSS: lateral sway, m.</summary>
    public double RssLateralMarginM { get; init; } = 0.3;

    /// <summary>Fuzzy: mild braking of the ego, m/s².</summary>
    public double FuzzyBrakeMinMps2 { get; init; } = 4;

    /// <summary>Fuzzy: hard braking of the ego, m/s².</summary>
    public double FuzzyBrakeMaxMps2 { get; init; } = 6;

    /// <summary>Fuzzy: braking of the lead, m/s².</summary>
    public double FuzzyLeadBrakeMps2 { get; init; } = 7;

    /// <summary>Fuzzy: distance that must remain, m.</summary>
    public double FuzzyMarginM { get; init; } = 2;

    /// <summary>Fuzzy: further distance at which nothing is felt to be unsafe, m.</summary>
    public double FuzzySafeMarginM { get; init; } = 2;

    /// <summary>Added to the braking that the fuzzy model demands, m/s²; 0 but in sensitivity studies.</summary>
    public double FuzzyDemandShiftMps2 { get; init; }

    /// <summary>The published constants of a model.</summary>
    public static CarefulParameters Of(CarefulModel model) => model switch
    {
        CarefulModel.Reg157 => new() { ReactionTimeS = 0.35, AssumedReactionTimeS = 0.35, MaxBrakeMps2 = 6 },
        _ => new() { ReactionTimeS = 0.75, AssumedReactionTimeS = 0.75, MaxBrakeMps2 = 0.774 * 9.81 },
    };

    /// <summary>The same driver, reacting later and braking harder by these amounts; neither falls below zero.</summary>
    public CarefulParameters Shifted(double reactionS, double brakeMps2) => this with
    {
        ReactionTimeS = Math.Max(ReactionTimeS + reactionS, 0),
        MaxBrakeMps2 = Math.Max(MaxBrakeMps2 + brakeMps2, 0),
        FuzzyDemandShiftMps2 = FuzzyDemandShiftMps2 + brakeMps2,
    };

    /// <summary>The same driver on a road where no more than this can be braked.</summary>
    public CarefulParameters OnFriction(double maxMps2) => this with { MaxBrakeMps2 = Math.Min(MaxBrakeMps2, maxMps2) };
}
