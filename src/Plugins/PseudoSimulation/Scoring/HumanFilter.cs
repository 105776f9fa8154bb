namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>A plan is not blamed for what the human driver did wrong in the same place (specs/pseudo-simulation.md §9). Pure and thread-safe.</summary>
public static class HumanFilter
{
    /// <summary>Sets a plan's sub-scores to 1 where the human's are exactly 0; a human's 0.5 excuses nothing.</summary>
    /// <param name="plan">The plan's sub-scores.</param>
    /// <param name="human">The human's, simulated and scored alone.</param>
    /// <param name="excused">Sub-scores that this changed.</param>
    public static SubScores Apply(in SubScores plan, in SubScores human, out SubScoreSet excused)
    {
        var set = SubScoreSet.None;
        var result = new SubScores(
            Excuse(plan.NoAtFaultCollisions, human.NoAtFaultCollisions, SubScoreSet.NoAtFaultCollisions),
            Excuse(plan.DrivableAreaCompliance, human.DrivableAreaCompliance, SubScoreSet.DrivableAreaCompliance),
            Excuse(plan.DrivingDirectionCompliance, human.DrivingDirectionCompliance, SubScoreSet.DrivingDirectionCompliance),
            Excuse(plan.TrafficLightCompliance, human.TrafficLightCompliance, SubScoreSet.TrafficLightCompliance),
            Excuse(plan.EgoProgress, human.EgoProgress, SubScoreSet.EgoProgress),
            Excuse(plan.TimeToCollision, human.TimeToCollision, SubScoreSet.TimeToCollision),
            Excuse(plan.LaneKeeping, human.LaneKeeping, SubScoreSet.LaneKeeping),
            Excuse(plan.HistoryComfort, human.HistoryComfort, SubScoreSet.HistoryComfort));
        excused = set;
        return result;

        double Excuse(double own, double theirs, SubScoreSet which)
        {
            if (theirs != 0 || own == 1)
            {
                return own;
            }

            set |= which;
            return 1;
        }
    }
}
