using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>
/// mADE and mFDE after LCTGen (scenario-generation §4): actors are matched on initial positions at the least total distance; motions count relative to
/// their start; ADE over valid steps except the first, FDE at the last valid step. Pure.
/// </summary>
internal static class DisplacementError
{
    /// <summary>Compares made motions with recorded ones.</summary>
    /// <param name="made">States of each made actor, the first one at the start.</param>
    /// <param name="recorded">States of each recorded actor from the same start; absent states are null.</param>
    /// <param name="steps">How many steps after the start count.</param>
    /// <returns>The errors; zero actors when no recorded actor has a valid step after the start.</returns>
    public static Displacement Of(IReadOnlyList<ActorState[]> made, IReadOnlyList<ActorState?[]> recorded, int steps)
    {
        ArgumentNullException.ThrowIfNull(made);
        ArgumentNullException.ThrowIfNull(recorded);
        if (made.Count != recorded.Count || made.Count == 0)
        {
            return made.Count == 0 ? default : throw new ArgumentException("As many made as recorded actors are compared.", nameof(made));
        }

        var cost = new double[made.Count * made.Count];
        for (int i = 0; i < made.Count; i++)
        {
            for (int j = 0; j < made.Count; j++)
            {
                cost[i * made.Count + j] = recorded[i][0]!.Value.Pose.Position.DistanceTo(made[j][0].Pose.Position);
            }
        }

        var match = new int[made.Count];
        new Assignment(made.Count).Solve(cost, made.Count, made.Count, match);
        double ade = 0;
        double fde = 0;
        int actors = 0;
        for (int i = 0; i < made.Count; i++)
        {
            var (mean, last, valid) = One(made[match[i]], recorded[i], steps);
            if (valid > 0)
            {
                ade += mean;
                fde += last;
                actors++;
            }
        }

        return actors > 0 ? new Displacement(ade / actors, fde / actors, actors) : default;
    }

    private static (double Mean, double Last, int Valid) One(ActorState[] made, ActorState?[] recorded, int steps)
    {
        var from = made[0].Pose.Position;
        var origin = recorded[0]!.Value.Pose.Position;
        double sum = 0;
        double last = 0;
        int valid = 0;
        for (int k = 1; k <= steps && k < made.Length && k < recorded.Length; k++)
        {
            if (recorded[k] is not { } truth)
            {
                continue;
            }

            last = (made[k].Pose.Position - from).DistanceTo(truth.Pose.Position - origin);
            sum += last;
            valid++;
        }

        return (valid > 0 ? sum / valid : 0, last, valid);
    }
}
