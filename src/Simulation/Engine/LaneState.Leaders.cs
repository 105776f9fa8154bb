using Sim.Maps;

namespace Sim.Simulation.Engine;

public sealed partial class World
{
    private sealed partial class LaneState
    {
        private const int MaxHops = 32;
        private const double PassedStopM = 1.0;
        private const double YellowDecelMps2 = 3.0;

        /// <summary>The next lane of an actor: along its route while it lasts, else the straightest; -1 at the end.</summary>
        private int Next(int i, int lane, int routeAt, out int newRouteAt)
        {
            var route = _routes[i];
            newRouteAt = -1;
            if (routeAt >= 0 && routeAt + 1 < route.Length && _network.Index.Successors(lane).Contains(route[routeAt + 1]))
            {
                newRouteAt = routeAt + 1;
                return route[routeAt + 1];
            }

            int next = _network.Straightest[lane];
            if (next >= 0 && route.Length > 0)
            {
                newRouteAt = Array.IndexOf(route, next);
            }

            return next;
        }

        /// <summary>The neighbour that the route wants next, or -1.</summary>
        private int WantedNeighbour(int i)
        {
            var route = _routes[i];
            int at = _routeAt[i];
            if (at < 0 || at + 1 >= route.Length)
            {
                return -1;
            }

            int wanted = route[at + 1];
            return wanted == _network.Left[_lane[i]] || wanted == _network.Right[_lane[i]] ? wanted : -1;
        }

        private double DesiredSpeed(int i, int lane)
        {
            double wish = _wish[i];
            if (!double.IsNaN(wish))
            {
                return wish;
            }

            double limit = _network.SpeedLimit[lane];
            return double.IsNaN(limit) ? DefaultSpeedMps : limit;
        }

        private double Acceleration(World world, int i)
        {
            int n = i * LaneOccupancy.Slots;
            var nodes = _occupancy.Nodes;
            double v = world._speed[i];
            double desired = DesiredSpeed(i, _lane[i]);
            double low = Math.Min(_d[i], 0) - world._halfWidth[i], high = Math.Max(_d[i], 0) + world._halfWidth[i];
            FindLeader(world, i, nodes[n].Next, _lane[i], _routeAt[i], _s[i], low, high, out double gap, out double speed);
            double a = _idm[i].Accel(v, desired, gap, v - speed);
            if (nodes[n + 1].Lane >= 0)
            {
                ref readonly var old = ref nodes[n + 1];
                FindLeader(world, i, old.Next, old.Lane, -1, old.S, old.Low, old.High, out gap, out speed);
                a = Math.Min(a, _idm[i].Accel(v, desired, gap, v - speed));
            }

            return a;
        }

        /// <summary>What is ahead on a lane and the lanes after it: the gap to it (infinity for nothing) and its speed along the lane.</summary>
        private void FindLeader(World world, int i, int node, int lane, int routeAt, double s, double low, double high, out double gap, out double speed)
        {
            var nodes = _occupancy.Nodes;
            double v = world._speed[i];
            double look = LookAhead.Distance(v, _look[i]);
            double front = s + world._halfLength[i];
            double offset = 0;
            (gap, speed) = (double.PositiveInfinity, v);
            bool mustChange = lane == _lane[i] && WantedNeighbour(i) >= 0;
            for (int hop = 0; hop < MaxHops; hop++)
            {
                for (; node >= 0; node = nodes[node].Next)
                {
                    ref readonly var other = ref nodes[node];
                    if (node / LaneOccupancy.Slots != i && (other.Solid || (other.Low < high + Corridor.MarginM && other.High > low - Corridor.MarginM)))
                    {
                        double distance = offset + other.S - other.Half - front;
                        if (distance < look)
                        {
                            (gap, speed) = (distance, other.V);
                        }

                        break;
                    }
                }

                double length = _curves.Length(lane);
                if (_lights.Stop(lane, out double line, out bool yellow))
                {
                    double distance = offset + line - front;
                    bool reachable = !yellow || v * v <= 2 * YellowDecelMps2 * Math.Max(distance, 0);
                    if (distance > -PassedStopM && distance < gap && reachable)
                    {
                        (gap, speed) = (Math.Max(distance, 0.01), 0);
                    }
                }

                offset += length;
                if (mustChange || _network.EndsInside[lane])
                {
                    double distance = offset - front;
                    if (distance < gap && distance < look)
                    {
                        (gap, speed) = (distance, 0);
                    }

                    return;
                }

                if (gap < double.PositiveInfinity || offset - front > look)
                {
                    return;
                }

                lane = Next(i, lane, routeAt, out routeAt);
                if (lane < 0)
                {
                    return;
                }

                node = _occupancy.Head(lane);
            }
        }
    }
}
