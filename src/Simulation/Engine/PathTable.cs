using Sim.Geometry;
using Sim.Simulation.Models;

namespace Sim.Simulation.Engine;

public sealed partial class World
{
    private readonly PathTable _paths;

    /// <summary>Actors on fixed paths: scripted speeds after a trigger, or car following along the path.</summary>
    private sealed class PathTable
    {
        private readonly int[] _actors;
        private readonly int[] _slot;
        private readonly CurveTable _curves;
        private readonly FollowPathBehaviour[] _behaviours;
        private readonly SpeedStep[][] _scripts;
        private readonly Idm[] _idm;
        private readonly bool[] _follows;
        private readonly double[] _desired;
        private readonly double[] _look;
        private readonly double[] _s;
        private readonly int[] _cursor;
        private readonly double[] _offset;
        private readonly double[] _accel;
        private readonly int[] _scriptStep;
        private readonly long[] _startUs;
        private readonly double _dt;

        private PathTable(int[] actors, int[] slot, FollowPathBehaviour[] behaviours, double dt)
        {
            _dt = dt;
            _actors = actors;
            _slot = slot;
            _behaviours = behaviours;
            _curves = new CurveTable([.. behaviours.Select(b => b.Path)]);
            _scripts = [.. behaviours.Select(b => b.Idm is null ? b.Speeds.ToArray() : [])];
            _follows = [.. behaviours.Select(b => b.Idm is not null)];
            _idm = [.. behaviours.Select(b => new Idm(b.Idm ?? new IdmParameters()))];
            _desired = [.. behaviours.Select(b => b.Idm?.DesiredSpeedMps ?? LaneState.DefaultSpeedMps)];
            _look = [.. behaviours.Select(b => LookAhead.Factor(b.Idm ?? new IdmParameters()))];
            int n = actors.Length;
            (_s, _accel, _offset, _cursor) = (new double[n], new double[n], new double[n], new int[n]);
            (_scriptStep, _startUs) = (new int[n], new long[n]);
        }

        public static PathTable Build(Actor[] actors, double dt)
        {
            var slot = new int[actors.Length];
            var list = new List<int>();
            for (int i = 0; i < actors.Length; i++)
            {
                slot[i] = -1;
                if (actors[i].Behaviour is FollowPathBehaviour)
                {
                    slot[i] = list.Count;
                    list.Add(i);
                }
            }

            return new PathTable([.. list], slot, [.. list.Select(i => (FollowPathBehaviour)actors[i].Behaviour)], dt);
        }

        public void Reset()
        {
            for (int k = 0; k < _actors.Length; k++)
            {
                _s[k] = _behaviours[k].StartM;
                _cursor[k] = _curves.FirstCursor(k);
                _accel[k] = 0;
                _scriptStep[k] = -1;
                _startUs[k] = -1;
            }
        }

        /// <summary>Starts what waits for nothing, or for something that now holds.</summary>
        public void CheckTriggers(World world)
        {
            for (int k = 0; k < _actors.Length; k++)
            {
                int i = _actors[k];
                if (_startUs[k] >= 0 || !world._present[i])
                {
                    continue;
                }

                if (_behaviours[k].Trigger is not { } trigger)
                {
                    _startUs[k] = world.TimeUs;
                }
                else if (TriggerMaths.Holds(trigger, world, i, _curves, k))
                {
                    _startUs[k] = world.TimeUs;
                    world.Raise(WorldEventKind.Trigger, i);
                }
            }
        }

        /// <summary>Accelerations of the car followers, all from the same state.</summary>
        public void Decide(World world)
        {
            for (int k = 0; k < _actors.Length; k++)
            {
                if (!_follows[k] || !world._present[_actors[k]])
                {
                    continue;
                }

                int i = _actors[k];
                double v = world._speed[i];
                double reach = LookAhead.Distance(v, _look[k]);
                double gap = double.PositiveInfinity, closing = 0;
                double front = _s[k] + world._halfLength[i];
                for (int j = 0; j < world._count; j++)
                {
                    if (j == i || !world._present[j])
                    {
                        continue;
                    }

                    double dx = world._x[j] - world._x[i], dy = world._y[j] - world._y[i];
                    double most = Math.Min(gap, reach);
                    // No way along the path is shorter than the straight one.
                    double near = most + world._halfLength[i] + world._radius[j] + world._radius[i];
                    if (dx * dx + dy * dy > near * near)
                    {
                        continue;
                    }

                    var box = new CorridorBox(world._x[j], world._y[j], world._cos[j], world._sin[j], world._halfLength[j], world._halfWidth[j]);
                    if (Corridor.Enters(_curves, k, _cursor[k], _s[k], front + most, world._halfWidth[i] + Corridor.MarginM, in box, out double s, out var along)
                        && s - front < gap)
                    {
                        gap = s - front;
                        closing = v - (along.X * world.VelocityX(j) + along.Y * world.VelocityY(j));
                    }
                }

                if (_behaviours[k].HoldAtEnd && _curves.Length(k) - _s[k] < Math.Min(gap, reach))
                {
                    // The end of the path is where the centre stands, so the model's own standstill gap is given back.
                    gap = Math.Max(_curves.Length(k) - _s[k], 0) + _behaviours[k].Idm!.MinGapM;
                    closing = v;
                }

                _accel[k] = _startUs[k] < 0 ? _idm[k].Accel(v, 0, gap, closing) : _idm[k].Accel(v, _desired[k], gap, closing);
            }
        }

        public void Move(World world, int i)
        {
            int k = _slot[i];
            double v = world._speed[i];
            double before = v;
            if (_follows[k])
            {
                _s[k] += Ballistic.Step(ref v, _accel[k], _dt);
            }
            else if (_startUs[k] < 0)
            {
                v = _scripts[k].Length == 0 ? 0 : v;
                _s[k] += v * _dt;
            }
            else
            {
                v = _scripts[k].Length == 0 ? world._actors[i].Initial.SpeedMps : v;
                RunScript(k, world.TimeUs - world.StepUs - _startUs[k], ref v);
            }

            double length = _curves.Length(k);
            if (_s[k] >= length)
            {
                if (!_behaviours[k].HoldAtEnd)
                {
                    world.Leave(i);
                    return;
                }

                _s[k] = length;
                v = 0;
            }

            _s[k] = Math.Max(_s[k], 0);
            _curves.Seek(k, _s[k], ref _cursor[k]);
            var p = _curves.Sample(_cursor[k], _s[k], 0);
            double heading = world._heading[i] + Sim.Numerics.Pinned.AngleDifference(p.HeadingRad, world._heading[i]);
            world._yawRate[i] = (heading - world._heading[i]) / _dt;
            (world._x[i], world._y[i], world._heading[i], world._cos[i], world._sin[i]) = (p.X, p.Y, heading, p.TangentX, p.TangentY);
            world._speed[i] = v;
            world._lateral[i] = 0;
            world._accel[i] = (v - before) / _dt;
        }

        private void RunScript(int k, long fromUs, ref double v)
        {
            var script = _scripts[k];
            double t = fromUs * 1e-6;
            double end = t + _dt;
            while (true)
            {
                int at = _scriptStep[k];
                while (at + 1 < script.Length && script[at + 1].AfterUs * 1e-6 <= t)
                {
                    at++;
                }

                _scriptStep[k] = at;
                double stop = at + 1 < script.Length ? Math.Min(end, script[at + 1].AfterUs * 1e-6) : end;
                if (at >= 0 && v != script[at].SpeedMps)
                {
                    double target = script[at].SpeedMps;
                    double rate = Math.Abs(script[at].RateMps2);
                    double need = rate > 0 ? Math.Abs(target - v) / rate : 0;
                    if (t + need <= stop)
                    {
                        _s[k] += (v + target) / 2 * need;
                        v = target;
                        t += need;
                        if (t < stop)
                        {
                            continue;
                        }
                    }
                    else
                    {
                        double h = stop - t;
                        double after = v + (target > v ? rate : -rate) * h;
                        _s[k] += (v + after) / 2 * h;
                        v = after;
                    }
                }
                else
                {
                    _s[k] += v * (stop - t);
                }

                t = stop;
                if (t >= end)
                {
                    return;
                }
            }
        }
    }

    private double VelocityX(int i) => _speed[i] * _cos[i] - _lateral[i] * _sin[i];

    private double VelocityY(int i) => _speed[i] * _sin[i] + _lateral[i] * _cos[i];
}
