using Sim.Numerics;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>Puts the entity somewhere at once.</summary>
internal sealed class TeleportTask(TeleportAction action, StoryPositions positions, StoryEngine engine) : StoryTask
{
    protected override bool Places => true;

    protected override void Start()
    {
        var self = Self!;
        if (engine.TryResolve(positions, action.Position, self, out var pose))
        {
            self.PutAt(pose);
            self.MovedAlong = true;
        }
    }
}

/// <summary>Gives the entity a route through waypoints, or from where it is to a position.</summary>
internal sealed class RouteTask(StoryRoute? route, StoryPosition? goal, StoryPositions positions, StoryEngine engine) : StoryTask
{
    protected override void Start()
    {
        var self = Self!;
        try
        {
            if (route is not null)
            {
                self.Way = positions.Way(route.Name, positions.Waypoints(route, self));
                return;
            }

            if (!self.Place.IsOn)
            {
                engine.Warn(self, "is not on a road and cannot be sent to a position");
                return;
            }

            var to = positions.PlaceOf(positions.Resolve(goal!, self), "the position to acquire");
            self.Way = positions.Way("to a position", [self.Place, to]);
        }
        catch (InputException refused)
        {
            engine.Warn(self, $"has no route: {refused.Detail}");
        }
    }
}

/// <summary>Follows a trajectory: by its times, or at the present speed along its path.</summary>
internal sealed class TrajectoryTask(FollowTrajectoryAction action, StoryPositions positions, StoryEngine engine) : StoryTask
{
    private const double Tiny = 1e-6;
    private StoryCurve? _curve;
    private double _time;
    private double _sense;

    public override Domains Moves => Domains.Longitudinal | Domains.Lateral;

    public override void Close()
    {
        if (Self is { } self && ReferenceEquals(self.Curve, _curve))
        {
            self.Curve = null;
        }
    }

    protected override void Start()
    {
        var self = Self!;
        try
        {
            bool isLine = action.Trajectory.Shape is PolylineShape;
            _curve = new StoryCurve(
                CurveShapes.Vertices(action.Trajectory, positions, self), action.Trajectory.Closed, corners: action.FollowPosition && isLine, steady: action.FollowPosition, self.Speed);
        }
        catch (InputException refused)
        {
            engine.Warn(self, $"cannot follow the trajectory '{action.Trajectory.Name}': {refused.Detail}");
            IsOver = true;
            return;
        }

        if (action.Timing is not null && !_curve.IsTimed)
        {
            engine.Warn(self, $"cannot follow the trajectory '{action.Trajectory.Name}' by time: not all its vertices have one");
            IsOver = true;
            return;
        }

        self.Curve = _curve;
        self.CurveS = action.InitialOffsetM;
        _time = _curve.TimeAt(self.CurveS);
        var pose = _curve.At(self.CurveS, out double direction, out bool isStated);
        bool backwards = action.Timing is null ? self.Speed < 0 : isStated && Math.Abs(Pinned.AngleDifference(pose.HeadingRad, direction)) > Math.PI / 2;
        double heading = isStated || !(self.Speed < 0 && action.Timing is null) ? pose.HeadingRad : pose.HeadingRad + Math.PI;
        _sense = Math.Abs(Pinned.AngleDifference(heading, direction)) > Math.PI / 2 + Tiny ? -1 : 1;
        if (action.Timing is not null)
        {
            self.Speed = (backwards ? -1 : 1) * _curve.StartSpeed;
        }

        self.MoveTo(pose.X, pose.Y, heading);
        self.Teleported = true;
    }

    protected override void Act()
    {
        var self = Self!;
        var curve = _curve!;
        double dt = engine.DtS, before = self.CurveS, way, rest = 0;
        self.MovedAlong = true;
        bool over;
        if (action.Timing is not { } timing)
        {
            double step = Math.Abs(self.Speed) * dt;
            double sign = (self.Speed < 0 ? -1 : 1) * _sense;
            way = before + sign * step;
            if (curve.IsClosed)
            {
                way -= Math.Floor(way / curve.Length) * curve.Length;
                over = false;
            }
            else
            {
                over = step > 0 && (sign > 0 ? way > curve.Length - Tiny : way < Tiny);
                rest = sign > 0 ? Math.Max(0, way - curve.Length) : Math.Max(0, -way);
                way = Math.Clamp(way, 0, curve.Length);
            }
        }
        else
        {
            _time = timing.Absolute ? (engine.TimeS + dt) * timing.Scale : _time + timing.Scale * dt;
            double at = _time + timing.OffsetS;
            way = curve.WayAt(at);
            over = at > curve.EndTime - Tiny;
            if (at < curve.EndTime + Tiny)
            {
                self.Speed = _sense * (way - before) / dt;
            }

            rest = over ? Math.Max(0, at - curve.EndTime) * Math.Abs(self.Speed) : 0;
        }

        self.CurveS = way;
        var pose = curve.At(way, out double direction, out bool isStated);
        double heading = !isStated && _sense < 0 ? pose.HeadingRad + Math.PI : pose.HeadingRad;
        double x = pose.X, y = pose.Y;
        if (rest > 0)
        {
            var (sin, cos) = Pinned.SinCos(direction);
            (x, y) = (x + rest * cos, y + rest * sin);
        }

        self.MoveTo(x, y, heading);
        IsOver = over;
    }
}
