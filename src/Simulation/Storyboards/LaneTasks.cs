using Sim.Numerics;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>Changes to another lane. Speed stays that along the path; time, distance (along s) and rate are as the action says.</summary>
internal sealed class LaneChangeTask(LaneChangeAction action, StoryActor? reference, RoadNet net, StoryEngine engine) : StoryTask
{
    private const double Tiny = 1e-6;
    private Transition _transition;

    public override Domains Moves => Domains.Lateral;

    protected override void Start()
    {
        var self = Self!;
        if (!self.Place.IsOn)
        {
            engine.Warn(self, "is not on a road and cannot change lanes");
            IsOver = true;
            return;
        }

        int target;
        if (action.LaneId is { } lane)
        {
            target = StoryPositions.LaneNumber(lane);
        }
        else
        {
            if (!reference!.Place.IsOn)
            {
                engine.Warn(self, $"cannot change to a lane relative to '{reference.Actor.Id}', which is not on a road");
                IsOver = true;
                return;
            }

            int own = RoadNet.LaneUnder(reference.Place), lanes = action.RelativeLanes ?? 0;
            target = StoryPositions.LaneBeside(own, reference.FacesUp ? lanes : -lanes);
        }

        double t = RoadNet.Across(self.Place);
        if (!RoadNet.TryPlace(self.Place.Road!, target, self.Place.S, 0, out var place))
        {
            engine.Warn(self, $"cannot change to lane {target} of road '{self.Place.Road!.Id}', which has no such lane there");
            IsOver = true;
            return;
        }

        self.Align();
        place.Offset = t - RoadNet.Across(place);
        self.Place = place;
        double change = action.TargetOffsetM - place.Offset;
        _transition.Shape = action.Dynamics.Shape;
        _transition.Begin(place.Offset, action.TargetOffsetM, action.Dynamics.Dimension == TransitionDimension.Rate
            ? Transition.RangeOfRate(action.Dynamics.Shape, change, action.Dynamics.Value)
            : action.Dynamics.Value);
    }

    protected override void Act()
    {
        var self = Self!;
        self.MovedAlong = true;
        if (Math.Abs(self.Speed) < Tiny || !self.Place.IsOn)
        {
            return;
        }

        double dt = engine.DtS, step = Math.Abs(self.Speed) * dt, slope = _transition.Slope;
        double along, across;
        bool up = self.FacesUp != self.Speed < 0;
        bool isDistance = action.Dynamics.Dimension == TransitionDimension.Distance;
        if (isDistance)
        {
            along = step / Math.Sqrt(1 + slope * slope);
            across = along * slope;
            _transition.Step(along);
        }
        else
        {
            across = dt * slope;
            along = Math.Sqrt(Math.Max(0, step * step - across * across));
            if (Math.Abs(across) < step + Tiny)
            {
                _transition.Step(dt);
            }
            else
            {
                // Faster across than the entity moves: it goes straight across, as fast as it can.
                _transition.Step(step * _transition.Range / Math.Abs(_transition.Target - _transition.Start));
                across = Math.Sign(slope) * step;
                along = 0;
                _transition.Shape = TransitionShape.Linear;
            }
        }

        double offset = _transition.Value;
        if (_transition.Shape == TransitionShape.Step || _transition.Range < Tiny)
        {
            (along, across) = (step, 0);
        }

        bool over = _transition.IsOver || Math.Abs(offset - _transition.Target) < Tiny;
        double k = RoadNet.Curvature(self.Place);
        self.Place.Offset = offset;
        double ds = along / Math.Max(1 - k * RoadNet.Across(self.Place), 0.05);
        bool goesOn = net.Move(ref self.Place, up ? ds : -ds, self.Way, out bool turned);
        if (turned)
        {
            // s runs the other way on the new road, and the offset's side with it.
            (up, across) = (!up, -across);
            (_transition.Start, _transition.Target) = (-_transition.Start, -_transition.Target);
        }

        var pose = RoadNet.Pose(self.Place);
        double motion = over || along + Math.Abs(across) == 0 ? (up ? 0 : Math.PI) : Pinned.Atan2(across, up ? along : -along);
        (self.X, self.Y, self.Heading) = (pose.X, pose.Y, pose.HeadingRad + motion + (self.Speed < 0 ? Math.PI : 0));
        IsOver = over || !goesOn;
    }
}

/// <summary>Shifts within the lane; the largest lateral acceleration gives the time. The motion along the lane goes on as it is.</summary>
internal sealed class LaneOffsetTask(LaneOffsetAction action, StoryActor? reference, StoryEngine engine) : StoryTask
{
    private const double Tiny = 1e-6;
    private Transition _transition;
    private bool _up;
    private bool _isDone;

    public override Domains Moves => Domains.Lateral;

    protected override void Start()
    {
        var self = Self!;
        _isDone = false;
        if (!self.Place.IsOn)
        {
            engine.Warn(self, "is not on a road and has no lane to shift in");
            IsOver = true;
            return;
        }

        double target = action.OffsetM;
        if (action.EntityId is not null)
        {
            if (!reference!.Place.IsOn)
            {
                engine.Warn(self, $"cannot shift relative to '{reference.Actor.Id}', which is not on a road");
                IsOver = true;
                return;
            }

            double t = RoadNet.Across(reference.Place) + (reference.FacesUp ? action.OffsetM : -action.OffsetM);
            target = t - (RoadNet.Across(self.Place) - self.Place.Offset);
        }

        _up = self.FacesUp;
        _transition.Shape = action.Shape;
        double limit = action.MaxLateralAccelMps2 ?? double.PositiveInfinity;
        _transition.Begin(self.Place.Offset, target, Transition.RangeOfAcceleration(action.Shape, target - self.Place.Offset, limit));
    }

    protected override void Act()
    {
        var self = Self!;
        if (!self.Place.IsOn)
        {
            return;
        }

        if (self.FacesUp != _up)
        {
            // The entity has come to a road whose s runs the other way.
            _up = !_up;
            (_transition.Start, _transition.Target) = (-_transition.Start, -_transition.Target);
        }

        double offset = _transition.Value;
        if (_isDone || _transition.IsOver || Math.Abs(offset - _transition.Target) < Tiny)
        {
            if (!_isDone)
            {
                self.Align();
            }

            self.Shift(_transition.Target);
            _isDone = true;
            IsOver = !action.Continuous;
            return;
        }

        double speed = Math.Abs(self.Speed) < Tiny ? Tiny : self.Speed;
        double slant = Pinned.Atan(_transition.Slope / speed);
        self.Shift(offset);
        self.Align();
        self.Heading += _up ? slant : -slant;
        _transition.Step(engine.DtS);
    }
}

/// <summary>Keeps a distance across the lane to another entity, within the limits or at once without.</summary>
internal sealed class LateralTask(LateralDistanceAction action, StoryActor other, RoadNet net, StoryEngine engine) : StoryTask
{
    private const double ReachedM = 0.01;
    private readonly DistanceMeasure _measure = new(action.Coordinates, StoryDistanceType.Lateral, action.Freespace);
    private double _wanted;
    private double _rate;

    public override Domains Moves => Domains.Lateral;

    protected override void Start()
    {
        var self = Self!;
        _rate = 0;
        if (!self.Place.IsOn || !StoryDistances.Between(net, self, other, _measure, out double now))
        {
            engine.Warn(self, $"cannot keep a lateral distance to '{other.Actor.Id}': one of them is not on a road");
            IsOver = true;
            return;
        }

        // Leading is to the left of the other, which is then to the right.
        bool left = action.Displacement == Displacement.Leading || (action.Displacement == Displacement.Any && now <= 0);
        double distance = action.DistanceM ?? Math.Abs(now);
        _wanted = left ? -distance : distance;
    }

    protected override void Act()
    {
        var self = Self!;
        if (!other.Present || !self.Place.IsOn || !StoryDistances.Between(net, self, other, _measure, out double now))
        {
            return;
        }

        double dt = engine.DtS, off = now - _wanted;
        if (action.Freespace && now == 0)
        {
            // Beside each other boxes say nothing of how far they overlap: the reference points do.
            double half = (self.Actor.Body.WidthM + other.Actor.Body.WidthM) / 2;
            StoryDistances.Between(net, self, other, _measure with { Freespace = false }, out double middle);
            off = middle - _wanted - (_wanted < 0 ? -half : half);
        }

        bool up = self.FacesUp;
        double move = off;
        if (action.Constraints is { } limits)
        {
            double most = Math.Min(limits.MaxAccelMps2 ?? self.MaxAccel, 1e3), brake = Math.Min(limits.MaxDecelMps2 ?? self.MaxDecel, 1e3);
            double fastest = Math.Min(limits.MaxSpeedMps ?? self.MaxSpeed, Math.Abs(self.Speed));
            // The rate from which whole steps of braking still come to rest at the distance.
            double step = Math.Max(brake * dt, 1e-9);
            double slowing = step * (Math.Sqrt(0.25 + 2 * Math.Abs(off) / (step * dt)) - 0.5);
            double rate = Math.Min(slowing, Math.Min(fastest, Math.Abs(off) / dt)) * Math.Sign(off);
            _rate = Math.Clamp(rate, _rate - most * dt, _rate + most * dt);
            move = _rate * dt;
        }

        self.Shift(self.Place.Offset + (up ? move : -move));
        self.Align();
        double speed = Math.Abs(self.Speed);
        bool reached = Math.Abs(off - move) < ReachedM;
        if (action.Constraints is not null && speed > 1e-6 && !reached)
        {
            self.Heading += Pinned.Atan(Math.Clamp(_rate / speed, -1, 1)) * (self.Speed < 0 ? -1 : 1);
        }

        IsOver = reached && !action.Continuous;
    }
}
