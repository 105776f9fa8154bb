using Sim.Geometry;
using Sim.Numerics;
using Sim.Simulation.Models;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>Turns progress along a road into a plan of rear-axle poses that leads from where the ego is to a lateral offset. Pure.</summary>
internal static class RoadPlan
{
    /// <summary>The plan.</summary>
    /// <param name="road">The road.</param>
    /// <param name="axle">The rear axle now.</param>
    /// <param name="timeUs">Time now, µs.</param>
    /// <param name="way">Way gone along the road at each of <see cref="PlanTimes.Steps"/> + 1 instants, m, 0 first, not decreasing.</param>
    /// <param name="speeds">Speed at each of them, m/s.</param>
    /// <param name="offsetM">Offset to reach, m to the left of the centre line.</param>
    public static PlanPoint[] Along(RoadAhead road, in RearAxleState axle, long timeUs, ReadOnlySpan<double> way, ReadOnlySpan<double> speeds, double offsetM = 0)
    {
        var line = road.Line;
        var here = line.Project(new Vector2d(axle.X, axle.Y));
        double turned = Math.Clamp(Pinned.AngleDifference(axle.HeadingRad, here.ToHeading()), -1, 1);
        double slope = Pinned.Tan(turned);
        double blend = Math.Clamp(2.2 * speeds[0], 9, 40);
        var plan = new PlanPoint[way.Length];
        int hint = here.SegmentIndex;
        for (int i = 0; i < plan.Length; i++)
        {
            double u = Math.Min(way[i] / blend, 1), rest = 1 - u;
            double d = rest * rest * (1 + 2 * u) * here.D + u * rest * rest * blend * slope + u * u * (3 - 2 * u) * offsetM;
            double lean = u < 1 ? (6 * u * (u - 1) * here.D + (1 - 4 * u + 3 * u * u) * blend * slope + 6 * u * rest * offsetM) / blend : 0;
            double s = here.S + way[i];
            hint = line.SegmentIndexAt(s, hint);
            var p = line.ToWorld(s, d, PolylineEnds.Extend, hint);
            plan[i] = new PlanPoint(timeUs + i * PlanTimes.StepUs, p.X, p.Y, Heading(line, s, hint) + Pinned.Atan(lean), speeds[i]);
        }

        // The vehicle stands where it stands: the first pose is its own.
        plan[0] = new PlanPoint(timeUs, axle.X, axle.Y, plan[0].HeadingRad + Pinned.AngleDifference(axle.HeadingRad, plan[0].HeadingRad), speeds[0]);
        return plan;
    }

    /// <summary>Heading of a line, blended between the middles of its segments, so that the corners of a drawn bend do not show.</summary>
    private static double Heading(Polyline line, double s, int segment)
    {
        double from = line.ArcLengthM[segment], to = line.ArcLengthM[segment + 1];
        double share = to > from ? Math.Clamp((s - from) / (to - from), 0, 1) - 0.5 : 0;
        double own = line.TangentOf(segment).ToHeading();
        int other = Math.Clamp(segment + Math.Sign(share), 0, line.SegmentCount - 1);
        return own + Math.Abs(share) * Pinned.AngleDifference(line.TangentOf(other).ToHeading(), own);
    }
}
