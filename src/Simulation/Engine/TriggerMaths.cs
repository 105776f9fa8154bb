using Sim.Geometry;

namespace Sim.Simulation.Engine;

/// <summary>When a start trigger holds.</summary>
internal static class TriggerMaths
{
    public static bool Holds(StartTrigger trigger, World world, int actor, CurveTable curves, int curve)
    {
        if (trigger.TimeUs is { } time && world.TimeUs >= time)
        {
            return true;
        }

        int ego = world.EgoIndex;
        if (ego < 0 || ego == actor || !world.IsPresent(ego))
        {
            return false;
        }

        var e = world.Box(ego);
        var a = world.Box(actor);
        double ahead = (a.X - e.X) * e.Cos + (a.Y - e.Y) * e.Sin;
        if (trigger.GapM is { } least && ahead >= 0 && ahead - e.HalfLength <= least)
        {
            return true;
        }

        var velocity = world.Velocity(ego);
        if (trigger.TtcS is { } ttc)
        {
            double along = Math.Abs(a.Cos * e.Cos + a.Sin * e.Sin);
            double across = Math.Abs(a.Sin * e.Cos - a.Cos * e.Sin);
            double gap = ahead - e.HalfLength - along * a.HalfLength - across * a.HalfWidth;
            var other = world.Velocity(actor);
            double closing = (velocity.X - other.X) * e.Cos + (velocity.Y - other.Y) * e.Sin;
            if (ahead > 0 && (gap <= 0 || (closing > 0 && gap <= ttc * closing)))
            {
                return true;
            }
        }

        if (trigger.TimeToPathS is { } bound)
        {
            double speed = velocity.X * e.Cos + velocity.Y * e.Sin;
            double distance = Crossing(e, curves, curve) - e.HalfLength;
            return speed > 0 && distance <= bound * speed;
        }

        return false;
    }

    /// <summary>Distance from the ego's centre along its heading to the nearest crossing with a path, m; infinity when it never crosses.</summary>
    private static double Crossing(in CorridorBox ego, CurveTable curves, int curve)
    {
        double nearest = double.PositiveInfinity;
        for (int c = curves.FirstCursor(curve); c < curves.EndCursor(curve); c++)
        {
            var p = curves.Vertex(c);
            var q = curves.Vertex(c + 1);
            double dp = ego.Cos * (p.Y - ego.Y) - ego.Sin * (p.X - ego.X);
            double dq = ego.Cos * (q.Y - ego.Y) - ego.Sin * (q.X - ego.X);
            if ((dp > 0 && dq > 0) || (dp < 0 && dq < 0) || dp == dq)
            {
                continue;
            }

            double f = dp / (dp - dq);
            double along = (p.X + (q.X - p.X) * f - ego.X) * ego.Cos + (p.Y + (q.Y - p.Y) * f - ego.Y) * ego.Sin;
            if (along >= 0 && along < nearest)
            {
                nearest = along;
            }
        }

        return nearest;
    }
}
