using Sim.Maps;
using Sim.Numerics;
using Sim.Simulation.Models;

namespace Sim.Simulation.Engine;

public sealed partial class World
{
    private readonly LaneState? _lanes;

    internal CorridorBox Box(int i) => new(_x[i], _y[i], _cos[i], _sin[i], _halfLength[i], _halfWidth[i]);

    internal Sim.Geometry.Vector2d Velocity(int i) => new(VelocityX(i), VelocityY(i));

    /// <summary>Actors that follow lanes, and everybody else as far as they stand in a lane.</summary>
    private sealed partial class LaneState
    {
        /// <summary>Desired speed where neither the behaviour nor the lane gives one, m/s.</summary>
        public const double DefaultSpeedMps = 13.9;

        private const double RecentreS = 4;

        private readonly LaneNetwork _network;
        private readonly CurveTable _curves;
        private readonly LaneOccupancy _occupancy;
        private readonly LaneLights _lights;
        private readonly double _dt;
        private readonly int[] _movers;
        private readonly int[] _guests;
        private readonly Idm[] _idm;
        private readonly double[] _wish;
        private readonly double[] _look;
        private readonly MobilParameters?[] _mobil;
        private readonly int[] _period;
        private readonly int[][] _routes;

        private readonly int[] _lane;
        private readonly int[] _cursor;
        private readonly int[] _oldCursor;
        private readonly int[] _routeAt;
        private readonly double[] _s;
        private readonly double[] _d;
        private readonly double[] _acceleration;
        private readonly double[] _turn;
        private readonly double[] _startD;
        private readonly double[] _progress;
        private readonly double[] _duration;
        private readonly bool[] _seated;
        private readonly bool[] _spread;

        private LaneState(Scenario scenario, Actor[] actors, Motion[] motion, double dt, SignalPlan signals)
        {
            _dt = dt;
            _network = LaneNetwork.Of(scenario.Map);
            _curves = _network.Curves;
            _lights = new LaneLights(_network, scenario.Map, signals);
            int n = actors.Length;
            _occupancy = new LaneOccupancy(n, _network.Count);
            _movers = [.. Enumerable.Range(0, n).Where(i => motion[i] == Motion.Lane)];
            _guests = [.. Enumerable.Range(0, n).Where(i => motion[i] != Motion.Lane)];
            (_idm, _wish, _look, _mobil, _period, _routes) = (new Idm[n], new double[n], new double[n], new MobilParameters?[n], new int[n], new int[n][]);
            (_lane, _cursor, _oldCursor, _routeAt) = (new int[n], new int[n], new int[n], new int[n]);
            (_s, _d, _acceleration, _turn, _startD, _progress, _duration, _seated, _spread) =
                (new double[n], new double[n], new double[n], new double[n], new double[n], new double[n], new double[n], new bool[n], new bool[n]);
            foreach (int i in _movers)
            {
                var behaviour = (FollowLaneBehaviour)actors[i].Behaviour;
                _idm[i] = new Idm(behaviour.Idm);
                _wish[i] = behaviour.Idm.DesiredSpeedMps ?? double.NaN;
                _look[i] = LookAhead.Factor(behaviour.Idm);
                _mobil[i] = behaviour.Mobil;
                _period[i] = behaviour.Mobil is { } mobil ? Math.Max(1, (int)Math.Round(mobil.PeriodS / dt)) : 0;
                _duration[i] = behaviour.Mobil?.DurationS ?? RecentreS;
                _routes[i] = [.. behaviour.Route.Select(id => Require(actors[i], id))];
            }
        }

        public static LaneState? Build(Scenario scenario, Actor[] actors, Motion[] motion, double dt, SignalPlan signals) =>
            Array.Exists(motion, m => m == Motion.Lane) ? new LaneState(scenario, actors, motion, dt, signals) : null;

        public int Lane(int actor) => _seated[actor] ? _lane[actor] : -1;

        public void Reset()
        {
            _occupancy.Clear();
            _seated.AsSpan().Clear();
            _spread.AsSpan().Clear();
        }

        /// <summary>Finds the lane under a follower's start.</summary>
        public bool Enter(World world, int i)
        {
            int lane = _network.StartLane(world.State(i), out var hit);
            if (lane < 0)
            {
                return false;
            }

            (_lane[i], _cursor[i], _s[i], _d[i]) = (lane, hit.Cursor, hit.S, hit.D);
            (_startD[i], _progress[i]) = (hit.D, Math.Abs(hit.D) > 1e-6 ? 0 : 1);
            _routeAt[i] = Array.IndexOf(_routes[i], lane);
            _acceleration[i] = 0;
            Align(world, i);
            _seated[i] = true;
            return true;
        }

        /// <summary>Lane changes in index order, then all accelerations from the same state.</summary>
        public void Decide(World world)
        {
            foreach (int i in _movers)
            {
                if (_seated[i])
                {
                    DecideLane(world, i);
                }
            }

            foreach (int i in _movers)
            {
                if (_seated[i])
                {
                    _acceleration[i] = Acceleration(world, i);
                }
            }
        }

        public void Move(World world, int i)
        {
            double v = world._speed[i];
            double before = v;
            double way = Ballistic.Step(ref v, _acceleration[i], _dt);
            double s = _s[i] + way;
            int lane = _lane[i];
            while (s > _curves.Length(lane))
            {
                int next = Next(i, lane, _routeAt[i], out int route);
                if (next < 0)
                {
                    if (!_network.EndsInside[lane])
                    {
                        _seated[i] = false;
                        world.Leave(i);
                        return;
                    }

                    (s, v) = (_curves.Length(lane), 0);
                    break;
                }

                s -= _curves.Length(lane);
                (lane, _lane[i], _routeAt[i], _cursor[i]) = (next, next, route, _curves.FirstCursor(next));
                Align(world, i);
            }

            _s[i] = s;
            _curves.Seek(lane, s, ref _cursor[i]);
            double slope = Shift(i, before, v);
            var p = _curves.Sample(_cursor[i], s, _d[i]);
            double heading = p.HeadingRad + _turn[i];
            double cos = p.TangentX, sin = p.TangentY;
            if (slope != 0)
            {
                double k = 1 / Math.Sqrt(1 + slope * slope);
                heading += Pinned.Atan(slope);
                (cos, sin) = ((cos - sin * slope) * k, (sin + cos * slope) * k);
            }

            world._yawRate[i] = (heading - world._heading[i]) / _dt;
            world._x[i] = p.X;
            world._y[i] = p.Y;
            world._heading[i] = heading;
            world._cos[i] = cos;
            world._sin[i] = sin;
            world._speed[i] = v;
            world._lateral[i] = 0;
            world._accel[i] = (v - before) / _dt;
        }

        /// <summary>Brings the lists of the lanes up to the new state.</summary>
        public void Settle(World world)
        {
            var nodes = _occupancy.Nodes;
            foreach (int i in _movers)
            {
                int n = i * LaneOccupancy.Slots;
                if (!_seated[i])
                {
                    for (int k = 0; k < LaneOccupancy.Slots; k++)
                    {
                        _occupancy.Remove(n + k);
                    }

                    continue;
                }

                ref var node = ref nodes[n];
                (node.S, node.V, node.Half, node.Solid) = (_s[i], world._speed[i], world._halfLength[i], true);
                (node.Low, node.High) = (_d[i] - world._halfWidth[i], _d[i] + world._halfWidth[i]);
                _occupancy.Put(n, _lane[i]);
                if (nodes[n + 1].Lane >= 0)
                {
                    LeaveOldLane(world, i, n + 1);
                }

                if (_network.Meets[_lane[i]] || _spread[i])
                {
                    Spread(world, i);
                }
            }

            foreach (int i in _guests)
            {
                SettleGuest(world, i);
            }
        }

        private int Require(Actor actor, string id)
        {
            int lane = _network.Index.IndexOf(id);
            return lane >= 0 ? lane : throw new InputException($"actor '{actor.Id}' has lane '{id}' on its route, which the map does not have");
        }

        // Keeps the heading continuous where lanes count their own turns.
        private void Align(World world, int i)
        {
            double heading = _curves.Sample(_cursor[i], Math.Max(_s[i], 0), 0).HeadingRad;
            _turn[i] = Math.Round((world._heading[i] - heading) / (2 * Math.PI)) * (2 * Math.PI);
        }

        /// <summary>Lateral motion of this step: a quintic from the offset to the centre, slower when the vehicle crawls. Returns the slope dd/ds.</summary>
        private double Shift(int i, double before, double after)
        {
            if (_progress[i] >= 1)
            {
                return 0;
            }

            double v = (before + after) / 2;
            double rate = Math.Min(1, v / 3) / _duration[i];
            double p = Math.Min(1, _progress[i] + rate * _dt);
            _progress[i] = p;
            if (p >= 1)
            {
                _d[i] = 0;
                return 0;
            }

            double blend = p * p * p * (10 + p * (-15 + 6 * p));
            _d[i] = _startD[i] * (1 - blend);
            return v > 0 ? -_startD[i] * 30 * p * p * (1 - p) * (1 - p) * rate / v : 0;
        }

        private void LeaveOldLane(World world, int i, int n)
        {
            ref var node = ref _occupancy.Nodes[n];
            _curves.Track(node.Lane, world._x[i], world._y[i], ref _oldCursor[i], out double s, out double d);
            if (_progress[i] >= 1 || s > _curves.Length(node.Lane))
            {
                _occupancy.Remove(n);
                return;
            }

            (node.S, node.V, node.Half, node.Solid) = (s, world._speed[i], world._halfLength[i], false);
            (node.Low, node.High) = (d - world._halfWidth[i], d + world._halfWidth[i]);
            _occupancy.Put(n, node.Lane);
        }

        /// <summary>Stands in the way of those on lanes that cross or join the follower's own.</summary>
        private void Spread(World world, int i)
        {
            int own = _lane[i];
            int first = i * LaneOccupancy.Slots;
            Span<LaneHit> hits = stackalloc LaneHit[2 * LaneOccupancy.Slots];
            int count = _network.Meets[own] ? _network.Locate(BoxOf(world, i), hits) : 0;
            int slot = 2;
            for (int k = 0; k < count && slot < LaneOccupancy.Slots; k++)
            {
                int lane = hits[k].Lane;
                if (lane != own && lane != _network.Left[own] && lane != _network.Right[own] && lane != _occupancy.Nodes[first + 1].Lane)
                {
                    Stand(world, i, first + slot++, hits[k]);
                }
            }

            _spread[i] = slot > 2;
            for (; slot < LaneOccupancy.Slots; slot++)
            {
                _occupancy.Remove(first + slot);
            }
        }

        private static Sim.Geometry.OrientedBox BoxOf(World world, int i) => new(
            new Sim.Geometry.Vector2d(world._x[i], world._y[i]),
            new Sim.Geometry.Vector2d(world._cos[i], world._sin[i]),
            2 * world._halfLength[i],
            2 * world._halfWidth[i]);

        private void Stand(World world, int i, int n, in LaneHit hit)
        {
            var u = _curves.Direction(hit.Cursor);
            double cos = Math.Abs(world._cos[i] * u.X + world._sin[i] * u.Y);
            double sin = Math.Abs(world._sin[i] * u.X - world._cos[i] * u.Y);
            double wide = sin * world._halfLength[i] + cos * world._halfWidth[i];
            ref var node = ref _occupancy.Nodes[n];
            (node.S, node.Half, node.Solid) = (hit.S, cos * world._halfLength[i] + sin * world._halfWidth[i], false);
            node.V = world.VelocityX(i) * u.X + world.VelocityY(i) * u.Y;
            (node.Low, node.High) = (hit.D - wide, hit.D + wide);
            _occupancy.Put(n, hit.Lane);
        }

        private void SettleGuest(World world, int i)
        {
            bool stayed = world._x[i] == world._oldX[i] && world._y[i] == world._oldY[i] && world._heading[i] == world._oldHeading[i]
                && world._speed[i] == world._oldSpeed[i] && world._present[i] == world._wasPresent[i];
            if (stayed && world.StepIndex > 0)
            {
                return;
            }

            int first = i * LaneOccupancy.Slots;
            Span<LaneHit> hits = stackalloc LaneHit[LaneOccupancy.Slots];
            int count = world._present[i] ? _network.Locate(BoxOf(world, i), hits) : 0;
            for (int k = 0; k < LaneOccupancy.Slots; k++)
            {
                if (k < count)
                {
                    Stand(world, i, first + k, hits[k]);
                }
                else
                {
                    _occupancy.Remove(first + k);
                }
            }
        }
    }
}
