using Sim.Geometry;
using Sim.Simulation.Models;

namespace Sim.Studies.PseudoSimulation;

/// <summary>Open loop: how far a plan lies from what the expert did. Pure.</summary>
internal static class Displacement
{
    private const long EveryUs = 500_000;

    /// <summary>Average and final distance of the rear axles at every half second.</summary>
    /// <param name="plan">The plan; after its last point it goes on with its last speed and heading.</param>
    /// <param name="expert">The expert's track.</param>
    /// <param name="stepUs">Step of the expert's recording, µs.</param>
    /// <param name="nowUs">Time of the plan, µs since the start of the plan's recording.</param>
    /// <param name="expertNowUs">The same instant in the expert's recording, µs.</param>
    /// <param name="horizonUs">How far, µs.</param>
    public static (double AverageM, double FinalM) Of(IReadOnlyList<PlanPoint> plan, Track expert, long stepUs, long nowUs, long expertNowUs, long horizonUs)
    {
        double sum = 0, last = 0;
        int count = (int)(horizonUs / EveryUs);
        for (int k = 1; k <= count; k++)
        {
            var there = RearAxleState.FromCentre(expert.At((int)((expertNowUs + k * EveryUs) / stepUs)), expert.Body.RearAxleToCentreM);
            last = At(plan, nowUs + k * EveryUs).DistanceTo(new Vector2d(there.X, there.Y));
            sum += last;
        }

        return (sum / count, last);
    }

    private static Vector2d At(IReadOnlyList<PlanPoint> plan, long timeUs)
    {
        int i = 0;
        while (i + 1 < plan.Count && plan[i + 1].TimeUs < timeUs)
        {
            i++;
        }

        var a = plan[i];
        if (i + 1 == plan.Count)
        {
            return a.Pose.Moved(a.SpeedMps * ((timeUs - a.TimeUs) * 1e-6)).Position;
        }

        var b = plan[i + 1];
        return a.Pose.Position.Lerp(b.Pose.Position, Math.Clamp((double)(timeUs - a.TimeUs) / (b.TimeUs - a.TimeUs), 0, 1));
    }
}
