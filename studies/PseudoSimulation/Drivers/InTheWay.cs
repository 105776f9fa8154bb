using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.Sdk;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>What a planner on a road has to stop or slow down for. Pure.</summary>
internal static class InTheWay
{
    private const double SideMarginM = 0.25;
    private const double ViewM = 90;

    /// <summary>The nearest other in the ego's strip.</summary>
    /// <param name="task">The task.</param>
    /// <param name="observation">The world.</param>
    /// <param name="road">The road.</param>
    /// <param name="front">Arc length of the ego's front, m.</param>
    /// <param name="offsetM">Middle of the strip, m to the left of the centre line.</param>
    /// <param name="foresightS">How far ahead those who move across are expected in it, s.</param>
    /// <returns>Gap from bumper to bumper, m, at least 0.01, infinity for nobody; its speed along the road, m/s.</returns>
    public static (double GapM, double SpeedMps) Leader(DriverTask task, Observation observation, RoadAhead road, double front, double offsetM = 0, double foresightS = 0)
    {
        var own = task.Actors[task.EgoIndex].Body;
        double gap = double.PositiveInfinity, speed = 0;
        var ego = observation.Ego;
        foreach (ref readonly var other in observation.Others.Span)
        {
            var body = task.Actors[other.Index].Body;
            var state = other.State;
            double dx = state.X - ego.X, dy = state.Y - ego.Y;
            double reach = ViewM + body.LengthM;
            if (dx * dx + dy * dy > reach * reach)
            {
                continue;
            }

            var (sin, cos) = Pinned.SinCos(state.HeadingRad);
            double vx = state.SpeedMps * cos - state.LateralMps * sin, vy = state.SpeedMps * sin + state.LateralMps * cos;
            int looks = foresightS > 0 ? 1 + (int)(foresightS / 0.5) : 1;
            for (int k = 0; k < looks; k++)
            {
                double t = 0.5 * k;
                var place = road.Line.Project(new Vector2d(state.X + vx * t, state.Y + vy * t));
                var tangent = place.Tangent;
                double along = Math.Abs(cos * tangent.X + sin * tangent.Y), across = Math.Abs(cos * tangent.Y - sin * tangent.X);
                double halfAcross = (body.LengthM * across + body.WidthM * along) / 2, halfAlong = (body.LengthM * along + body.WidthM * across) / 2;
                if (Math.Abs(place.D - offsetM) > halfAcross + own.WidthM / 2 + SideMarginM)
                {
                    continue;
                }

                double speedAlong = vx * tangent.X + vy * tangent.Y;
                double room = place.S - halfAlong - speedAlong * t - front;
                // Somebody whose middle lies behind the front bumper is beside or behind, not ahead.
                if (place.S > front - own.LengthM / 2 && room < gap)
                {
                    (gap, speed) = (room, speedAlong);
                }

                break;
            }
        }

        return (Math.Max(gap, 0.01), speed);
    }

    /// <summary>Distance to the nearest light that asks to stop, m; infinity without one. Yellow is obeyed where 3 m/s² suffice.</summary>
    public static double Light(Observation observation, RoadAhead road, double front, double speed)
    {
        double nearest = double.PositiveInfinity;
        foreach (var (s, light) in road.Stops)
        {
            double gap = s - front;
            if (gap < -1.5)
            {
                continue;
            }

            foreach (ref readonly var shown in observation.Signals.Span)
            {
                bool demands = shown.State is SignalState.Red or SignalState.RedYellow || (shown.State == SignalState.Yellow && speed * speed <= 6 * Math.Max(gap, 0));
                if (demands && shown.Id == light)
                {
                    nearest = Math.Min(nearest, gap);
                }
            }
        }

        return nearest;
    }
}
