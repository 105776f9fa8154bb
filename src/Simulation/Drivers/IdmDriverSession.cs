using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.Sdk;
using Sim.Simulation.Engine;
using Sim.Simulation.Models;

namespace Sim.Simulation.Drivers;

/// <summary>One case of the IDM driver. Not thread-safe.</summary>
internal sealed class IdmDriverSession : IDriverSession
{
    private const double ChangeS = 4;
    private const double SafeDecelMps2 = 2.5;
    private const double PassedStopM = 1;
    private const double YellowDecelMps2 = 3;

    private readonly DriverTask _task;
    private readonly IdmParameters _parameters;
    private readonly Idm _idm;
    private readonly BodyBox _body;
    private readonly double _look;
    private readonly double _wheelbase;
    private readonly TrackerGains _gains;
    private readonly double _dt;
    private IdmPath[] _legs = [];
    private int _leg;
    private int _cursor;
    private double _startD;
    private double _progress = 1;
    private double _cruise;

    public IdmDriverSession(DriverTask task, IdmParameters parameters)
    {
        _task = task;
        _parameters = parameters;
        _idm = new Idm(parameters);
        _look = LookAhead.Factor(parameters);
        _body = task.Actors[task.EgoIndex].Body;
        _wheelbase = task.Vehicle.WheelbaseM;
        _dt = task.StepUs * 1e-6;
        _gains = TrackerGains.For(_wheelbase, task.StepUs, TrackerGains.Count(task.Vehicle.MaxSpeedMps));
    }

    public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var ego = observation.Ego;
        if (_legs.Length == 0)
        {
            Begin(ego);
        }

        var axle = RearAxleState.FromCentre(ego, _body.RearAxleToCentreM);
        if (_leg + 1 < _legs.Length)
        {
            TryChange(observation, axle);
        }

        var path = _legs[_leg];
        path.Curve.Track(0, axle.X, axle.Y, ref _cursor, out double s, out double d);
        double accel = Longitudinal(observation, path, s + _body.RearAxleToCentreM);
        return DriverAnswer.FromControls(accel, Steer(path, axle, s, d));
    }

    public void Dispose()
    {
    }

    private void Begin(in ActorState ego)
    {
        _cruise = Math.Max(ego.SpeedMps, LaneDefault);
        double length = 200 + _task.HorizonUs * 1e-6 * Math.Max(40, 1.5 * _cruise);
        _legs = IdmPath.Plan(_task, ego, length);
        var axle = RearAxleState.FromCentre(ego, _body.RearAxleToCentreM);
        Enter(0, axle);
    }

    private const double LaneDefault = 13.9;

    private void Enter(int leg, in RearAxleState axle)
    {
        _leg = leg;
        _legs[leg].Curve.Project(0, axle.X, axle.Y, out _, out double d, out _cursor);
        (_startD, _progress) = (d, 0);
    }

    /// <summary>Takes the next leg of the route, a lane beside this one, as soon as nobody is cut off.</summary>
    private void TryChange(Observation observation, in RearAxleState axle)
    {
        var next = _legs[_leg + 1];
        next.Curve.Project(0, axle.X, axle.Y, out double s, out double d, out int cursor);
        if (s < 0 || s > next.Curve.Length(0) || Math.Abs(d) > 8 || _progress < 1)
        {
            return;
        }

        double centre = s + _body.RearAxleToCentreM;
        double v = observation.Ego.SpeedMps;
        foreach (ref readonly var other in observation.Others.Span)
        {
            var body = _task.Actors[other.Index].Body;
            double reach = LookAhead.Distance(Math.Max(v, other.State.SpeedMps), _look);
            double dx = other.State.X - axle.X, dy = other.State.Y - axle.Y;
            if (dx * dx + dy * dy > reach * reach)
            {
                continue;
            }

            next.Curve.Project(0, other.State.X, other.State.Y, out double so, out double doff, out int co);
            if (Math.Abs(doff) > (_body.WidthM + body.WidthM) / 2 + Corridor.MarginM)
            {
                continue;
            }

            var u = next.Curve.Direction(co);
            var (sin, cos) = Pinned.SinCos(other.State.HeadingRad);
            double along = (other.State.SpeedMps * cos - other.State.LateralMps * sin) * u.X + (other.State.SpeedMps * sin + other.State.LateralMps * cos) * u.Y;
            double room = Math.Abs(so - centre) - (_body.LengthM + body.LengthM) / 2;
            double brake = so > centre ? _idm.Accel(v, Math.Max(v, 1), room, v - along) : _idm.Accel(along, Math.Max(along, 1), room, along - v);
            if (room <= 0.5 || brake < -SafeDecelMps2)
            {
                return;
            }
        }

        Enter(_leg + 1, axle);
    }

    private double Longitudinal(Observation observation, IdmPath path, double centre)
    {
        double v = observation.Ego.SpeedMps;
        double front = centre + _body.LengthM / 2;
        double wish = _parameters.DesiredSpeedMps ?? _task.Task.DesiredSpeedMps ?? path.Limit(centre) ?? _cruise;
        double desired = Math.Min(wish, path.CurveSpeed(_cursor, centre + 0.5 * v));
        double look = LookAhead.Distance(v, _look);
        double accel = _idm.FreeAccel(v, desired);
        foreach (ref readonly var other in observation.Others.Span)
        {
            var body = _task.Actors[other.Index].Body;
            double dx = other.State.X - observation.Ego.X, dy = other.State.Y - observation.Ego.Y;
            double near = look + body.LengthM + _body.LengthM;
            if (dx * dx + dy * dy > near * near)
            {
                continue;
            }

            var (sin, cos) = Pinned.SinCos(other.State.HeadingRad);
            var box = new CorridorBox(other.State.X, other.State.Y, cos, sin, body.LengthM / 2, body.WidthM / 2);
            if (!Corridor.Enters(path.Curve, 0, _cursor, centre, front + look, _body.WidthM / 2 + Corridor.MarginM, in box, out double s, out var along))
            {
                continue;
            }

            double speed = (other.State.SpeedMps * cos - other.State.LateralMps * sin) * along.X + (other.State.SpeedMps * sin + other.State.LateralMps * cos) * along.Y;
            accel = Math.Min(accel, _idm.Accel(v, desired, s - front, v - speed));
        }

        foreach (var stop in path.Stops)
        {
            double gap = stop.S - front;
            if (gap < -PassedStopM || gap > look || !Demands(observation, stop, gap, v))
            {
                continue;
            }

            accel = Math.Min(accel, _idm.Accel(v, desired, Math.Max(gap, 0.01), v));
        }

        return accel;
    }

    private static bool Demands(Observation observation, IdmStop stop, double gap, double v)
    {
        if (stop.Light < 0)
        {
            return true;
        }

        return observation.Signals.Span[stop.Light].State switch
        {
            SignalState.Red or SignalState.RedYellow => true,
            SignalState.Yellow => v * v <= 2 * YellowDecelMps2 * Math.Max(gap, 0),
            _ => false,
        };
    }

    /// <summary>Tracks the centreline, or a smooth way onto it while a lane change or an initial offset lasts.</summary>
    private double Steer(IdmPath path, in RearAxleState axle, double s, double d)
    {
        double v = Math.Abs(axle.SpeedMps);
        double wanted = 0, slope = 0;
        if (_progress < 1)
        {
            double rate = Math.Min(1, v / 3) / ChangeS;
            double p = Math.Min(1, _progress + rate * _dt);
            _progress = p;
            double blend = p * p * p * (10 + p * (-15 + 6 * p));
            wanted = _startD * (1 - blend);
            slope = v > 0 ? -_startD * 30 * p * p * (1 - p) * (1 - p) * rate / v : 0;
        }

        int cursor = _cursor;
        var here = path.Curve.Sample(cursor, s, 0);
        double ahead = s + Math.Max(2, 0.3 * v);
        path.Curve.Seek(0, ahead, ref cursor);
        double curvature = (path.Curve.Sample(cursor, ahead, 0).HeadingRad - here.HeadingRad) / (ahead - s);
        double turned = Pinned.AngleDifference(axle.HeadingRad, here.HeadingRad) - Pinned.Atan(slope);
        _gains.At(v, out double k1, out double k2);
        return Pinned.Atan(_wheelbase * curvature) - k1 * (d - wanted) - k2 * turned;
    }
}
