using Sim.Simulation.Models;

namespace Sim.Simulation.Engine;

public sealed partial class World
{
    private sealed partial class LaneState
    {
        /// <summary>Hardest braking that a change demanded by the route may impose, m/s².</summary>
        private const double RouteImposedDecelMps2 = 4.0;

        private const int BackwardHops = 4;

        private void DecideLane(World world, int i)
        {
            if (_progress[i] < 1 || _occupancy.Nodes[i * LaneOccupancy.Slots + 1].Lane >= 0)
            {
                return;
            }

            int wanted = WantedNeighbour(i);
            if (wanted >= 0)
            {
                if (Consider(world, i, wanted, out var place, out var values) && Mobil.IsSafe(values.NewFollowerAfter, RouteImposedDecelMps2)
                    && Mobil.IsSafe(values.SelfAfter, RouteImposedDecelMps2))
                {
                    Change(world, i, place);
                    _routeAt[i]++;
                }

                return;
            }

            // Decisions are spread over the period by index, so that not all traffic thinks at once.
            if (_mobil[i] is not { } mobil || (world.StepIndex + i) % _period[i] != 0)
            {
                return;
            }

            int lane = _lane[i];
            bool bound = _routeAt[i] >= 0 && _routeAt[i] + 1 < _routes[i].Length;
            if (bound)
            {
                return;
            }

            double best = double.NegativeInfinity;
            LaneHit chosen = default;
            for (int side = 0; side < 2; side++)
            {
                int target = side == 0 ? _network.Left[lane] : _network.Right[lane];
                bool allowed = side == 0 ? _network.MayGoLeft[lane] : _network.MayGoRight[lane];
                if (target < 0 || !allowed || !Consider(world, i, target, out var place, out var values) || !Mobil.Recommends(in values, mobil))
                {
                    continue;
                }

                double gain = Mobil.GainMps2(in values, mobil.Politeness);
                if (gain > best)
                {
                    (best, chosen) = (gain, place);
                }
            }

            if (best > double.NegativeInfinity)
            {
                Change(world, i, chosen);
            }
        }

        /// <summary>Accelerations with and without a change; false when there is no room beside.</summary>
        private bool Consider(World world, int i, int target, out LaneHit place, out MobilAccelerations values)
        {
            var nodes = _occupancy.Nodes;
            int own = i * LaneOccupancy.Slots;
            int cursor = _curves.CursorAt(target, _s[i] * _curves.Length(target) / _curves.Length(_lane[i]));
            _curves.Track(target, world._x[i], world._y[i], ref cursor, out double s, out double d);
            place = new LaneHit(target, cursor, s, d);
            values = default;
            if (s < 0 || s > _curves.Length(target))
            {
                return false;
            }

            double v = world._speed[i];
            double half = world._halfLength[i];
            int behind = _occupancy.At(target, s);
            int ahead = behind >= 0 ? nodes[behind].Next : _occupancy.Head(target);
            int routeAt = _routeAt[i] >= 0 ? Array.IndexOf(_routes[i], target) : -1;
            FindLeader(world, i, ahead, target, routeAt, s, d - world._halfWidth[i], world._halfWidth[i] - d, out double gap, out double speed);
            if (gap <= 0)
            {
                return false;
            }

            double selfAfter = _idm[i].Accel(v, DesiredSpeed(i, target), gap, v - speed);
            double newBefore = 0, newAfter = 0, oldBefore = 0, oldAfter = 0;
            int follower = Follower(target, behind, i, s, out double back);
            if (follower >= 0)
            {
                int f = follower / LaneOccupancy.Slots;
                double fv = nodes[follower].V;
                double room = back - half - nodes[follower].Half;
                if (room <= 0)
                {
                    return false;
                }

                // A guest (the ego, a replayed car) is judged as if it followed like the changer.
                int model = world._motion[f] == Motion.Lane ? f : i;
                double fd = world._motion[f] == Motion.Lane ? DesiredSpeed(f, target) : Math.Max(fv, DesiredSpeed(i, target));
                newAfter = _idm[model].Accel(fv, fd, room, fv - v);
                newBefore = _idm[model].Accel(fv, fd, gap < double.PositiveInfinity ? room + 2 * half + gap : gap, fv - speed);
            }

            FindLeader(world, i, nodes[own].Next, _lane[i], _routeAt[i], _s[i], -world._halfWidth[i], world._halfWidth[i], out double ownGap, out double ownSpeed);
            double selfBefore = _idm[i].Accel(v, DesiredSpeed(i, _lane[i]), ownGap, v - ownSpeed);
            int old = Follower(_lane[i], nodes[own].Previous, i, _s[i], out double oldBack);
            if (old >= 0 && world._motion[old / LaneOccupancy.Slots] == Motion.Lane)
            {
                int f = old / LaneOccupancy.Slots;
                double fv = nodes[old].V;
                double room = oldBack - half - nodes[old].Half;
                double fd = DesiredSpeed(f, _lane[i]);
                oldBefore = _idm[f].Accel(fv, fd, room, fv - v);
                oldAfter = _idm[f].Accel(fv, fd, ownGap < double.PositiveInfinity ? room + 2 * half + ownGap : ownGap, fv - ownSpeed);
            }

            values = new MobilAccelerations(selfBefore, selfAfter, newBefore, newAfter, oldBefore, oldAfter);
            return true;
        }

        /// <summary>The node behind a place on a lane, looking back over predecessors; the distance between the centres.</summary>
        private int Follower(int lane, int node, int i, double s, out double distance)
        {
            var nodes = _occupancy.Nodes;
            double offset = s;
            for (int hop = 0; hop <= BackwardHops; hop++)
            {
                for (; node >= 0; node = nodes[node].Previous)
                {
                    if (node / LaneOccupancy.Slots != i)
                    {
                        distance = offset - nodes[node].S;
                        return node;
                    }
                }

                var before = _network.Index.Predecessors(lane);
                if (before.Length == 0 || offset > 150)
                {
                    break;
                }

                // Of several predecessors the one whose last vehicle is nearest counts.
                int best = before[0];
                double nearest = double.PositiveInfinity;
                foreach (int candidate in before)
                {
                    int tail = _occupancy.Tail(candidate);
                    double away = tail >= 0 ? _curves.Length(candidate) - nodes[tail].S : double.PositiveInfinity;
                    if (away < nearest)
                    {
                        (best, nearest) = (candidate, away);
                    }
                }

                lane = best;
                offset += _curves.Length(lane);
                node = _occupancy.Tail(lane);
            }

            distance = 0;
            return -1;
        }

        private void Change(World world, int i, in LaneHit place)
        {
            int n = i * LaneOccupancy.Slots;
            ref var old = ref _occupancy.Nodes[n + 1];
            old.S = _s[i];
            old.Solid = false;
            (old.Half, old.V) = (world._halfLength[i], world._speed[i]);
            (old.Low, old.High) = (_d[i] - world._halfWidth[i], _d[i] + world._halfWidth[i]);
            _occupancy.Put(n + 1, _lane[i]);
            _oldCursor[i] = _cursor[i];
            (_lane[i], _cursor[i], _s[i], _d[i], _startD[i], _progress[i]) = (place.Lane, place.Cursor, place.S, place.D, place.D, 0);
            ref var node = ref _occupancy.Nodes[n];
            (node.S, node.Low, node.High) = (place.S, place.D - world._halfWidth[i], place.D + world._halfWidth[i]);
            _occupancy.Put(n, place.Lane);
            Align(world, i);
            world.Raise(WorldEventKind.LaneChange, i, place.Lane);
        }
    }
}
