namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>What one proposal of a batch scored, and why. Plain value.</summary>
/// <param name="Scores">Sub-scores; EP relative to the batch.</param>
/// <param name="ProgressM">Progress along the centre line, m, not negative.</param>
/// <param name="Comfort">The six comfort tests; all passed when they were not made.</param>
/// <param name="MultipleLanes">Samples at which the ego is in more than one lane: bit i is sample i.</param>
/// <param name="NonDrivable">Samples at which a corner is off the drivable area: bit i is sample i.</param>
/// <param name="Oncoming">Samples at which the ego's centre counts as in oncoming traffic: bit i is sample i.</param>
/// <param name="AtFaultCollisionSample">Sample of the first collision that is the ego's fault; null for none.</param>
/// <param name="AtFaultCollisionToken">With whom.</param>
/// <param name="TtcInfractionSample">Sample of the first infraction of the time to collision; null for none.</param>
/// <param name="TtcInfractionToken">With whom.</param>
public readonly record struct ProposalScore(
    SubScores Scores,
    double ProgressM,
    ComfortFlags Comfort,
    ulong MultipleLanes,
    ulong NonDrivable,
    ulong Oncoming,
    int? AtFaultCollisionSample,
    string? AtFaultCollisionToken,
    int? TtcInfractionSample,
    string? TtcInfractionToken)
{
    /// <summary>The planner's own score without extended comfort: product · (5 EP + 5 TTC + 2 LK + 2 HC) / 14.</summary>
    public double PlannerScore => Scores.Epdms(null);
}
