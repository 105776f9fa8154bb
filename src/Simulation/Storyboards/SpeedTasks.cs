using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>Changes the speed to a target.</summary>
internal sealed class SpeedTask(SpeedAction action, StoryActor? reference, StoryEngine engine) : StoryTask
{
    private const double Tiny = 1e-6;
    private Transition _transition;

    public override Domains Moves => Domains.Longitudinal;

    protected override void Start()
    {
        var self = Self!;
        double from = self.Speed, to = Target(self), change = to - from;
        double range = action.Dynamics.Dimension switch
        {
            TransitionDimension.Time => action.Dynamics.Value,
            TransitionDimension.Rate => Transition.RangeOfRate(action.Dynamics.Shape, change, action.Dynamics.Value),
            _ => TimeOfDistance(from, to, action.Dynamics.Value),
        };
        _transition.Shape = action.Dynamics.Shape;
        _transition.Begin(from, to, range);
        double most = change > 0 ? self.MaxAccel : self.MaxDecel;
        if (_transition.PeakSlope > most)
        {
            // The same shape, as slowly as the vehicle needs it.
            _transition.Range *= _transition.PeakSlope / Math.Max(most, Tiny);
        }

        self.Speed = _transition.Value;
    }

    protected override void Act()
    {
        var self = Self!;
        double dt = engine.DtS, before = self.Speed;
        if (action.Target.EntityId is not null)
        {
            _transition.Target = Target(self);
        }

        bool wasOver = _transition.IsOver;
        _transition.Step(dt);
        double speed = wasOver ? Target(self) : _transition.Value;
        if (_transition.Shape != TransitionShape.Step || wasOver)
        {
            speed = Math.Clamp(speed, before - self.MaxDecel * dt, before + self.MaxAccel * dt);
        }

        self.Speed = speed;
        bool reached = _transition.IsOver && Math.Abs(speed - _transition.Target) < Tiny;
        IsOver = reached && !(action.Target.EntityId is not null && action.Target.Continuous);
    }

    private double Target(StoryActor self)
    {
        double value = action.Target.Value;
        if (action.Target.EntityId is not null)
        {
            double other = reference!.Speed;
            value = action.Target.Factor ? other * value : other + value;
        }

        return Math.Clamp(value, -self.MaxSpeed, self.MaxSpeed);
    }

    // All shapes have the mean of both speeds; through zero each part has its own direction.
    private static double TimeOfDistance(double from, double to, double distance)
    {
        if (Math.Abs(to - from) < Tiny)
        {
            return 0;
        }

        if (from * to < -Tiny * Tiny)
        {
            double share = from * from / (from * from + to * to);
            return 2 * share * distance / Math.Abs(from) + 2 * (1 - share) * distance / Math.Abs(to);
        }

        return 2 * distance / Math.Abs(from + to);
    }
}

/// <summary>
/// Changes the speed through several targets. An entry with a time takes it: linearly when the profile is followed exactly, else with a constant
/// rate of change of the acceleration (3x² - 2x³) where the limits allow it. An entry without a time goes as fast as the limits allow.
/// </summary>
internal sealed class SpeedProfileTask(SpeedProfileAction action, StoryActor? reference, StoryEngine engine) : StoryTask
{
    private const double DefaultAccelMps2 = 4;
    private Transition _transition;
    private int _entry;
    private double _spent;

    public override Domains Moves => Domains.Longitudinal;

    protected override void Start()
    {
        _entry = 0;
        _spent = 0;
        Enter(Self!.Speed);
    }

    protected override void Act()
    {
        var self = Self!;
        double left = engine.DtS;
        // Several entries may end within one step.
        while (true)
        {
            double rest = _transition.Range - _transition.At;
            if (rest > left + 1e-9)
            {
                _transition.Step(left);
                break;
            }

            left -= Math.Max(rest, 0);
            _spent += _transition.Range;
            double reached = _transition.Target;
            if (++_entry >= action.Entries.Count)
            {
                self.Speed = reached;
                IsOver = true;
                return;
            }

            Enter(reached);
        }

        self.Speed = _transition.Value;
    }

    private void Enter(double from)
    {
        var self = Self!;
        var entry = action.Entries[_entry];
        double target = entry.SpeedMps + (reference?.Speed ?? 0);
        double fastest = Math.Min(self.MaxSpeed, action.Constraints?.MaxSpeedMps ?? double.PositiveInfinity);
        target = Math.Clamp(target, -fastest, fastest);
        double change = target - from;
        double most = change > 0 ? action.Constraints?.MaxAccelMps2 ?? self.MaxAccel : action.Constraints?.MaxDecelMps2 ?? self.MaxDecel;
        double jerk = (change > 0 ? action.Constraints?.MaxAccelRateMps3 : action.Constraints?.MaxDecelRateMps3) ?? double.PositiveInfinity;
        _transition.Shape = action.FollowPosition ? TransitionShape.Linear : TransitionShape.Cubic;
        double peak = action.FollowPosition ? 1 : 1.5;
        double fast = double.IsFinite(most) ? most : DefaultAccelMps2;
        double range = entry.TimeS ?? peak * Math.Abs(change) / Math.Max(fast, 1e-6);
        if (!action.FollowPosition)
        {
            // Within the limits: largest acceleration 1.5 d / T, largest jerk 6 d / T².
            range = Math.Max(range, double.IsFinite(most) ? peak * Math.Abs(change) / Math.Max(most, 1e-6) : 0);
            range = Math.Max(range, double.IsFinite(jerk) ? Math.Sqrt(6 * Math.Abs(change) / Math.Max(jerk, 1e-6)) : 0);
        }

        _transition.Begin(from, target, range);
    }
}

/// <summary>Keeps a distance along the way to another entity with a critically damped spring within the limits, or at once without limits.</summary>
internal sealed class LongitudinalTask(LongitudinalDistanceAction action, StoryActor other, RoadNet net, StoryEngine engine) : StoryTask
{
    private const double ReachedM = 0.1;
    private const double Stiffness = 0.4;
    private readonly DistanceMeasure _measure = new(action.Freespace ? StoryCoordinates.Entity : action.Coordinates, StoryDistanceType.Longitudinal, action.Freespace);
    private bool _leads;
    private double _accel;

    public override Domains Moves => Domains.Longitudinal;

    protected override void Start()
    {
        _accel = 0;
        _leads = action.Displacement == Displacement.Leading
            || (action.Displacement == Displacement.Any && StoryDistances.Between(net, Self!, other, _measure, out double now) && now < 0);
    }

    protected override void Act()
    {
        var self = Self!;
        if (!other.Present || !StoryDistances.Between(net, self, other, _measure, out double distance))
        {
            return;
        }

        double wanted = action.DistanceM ?? Math.Abs(other.Speed) * (action.TimeGapS ?? 0);
        double off = distance - (_leads ? -Math.Abs(wanted) : Math.Abs(wanted));
        if (!action.Continuous && Math.Abs(off) < ReachedM)
        {
            IsOver = true;
        }

        if (action.Constraints is not { } limits)
        {
            if (self.Place.IsOn)
            {
                self.MoveAlong(off);
            }

            self.Speed = other.Speed;
            return;
        }

        double dt = engine.DtS;
        double most = Math.Min(limits.MaxAccelMps2 ?? self.MaxAccel, 1e3), brake = Math.Min(limits.MaxDecelMps2 ?? self.MaxDecel, 1e3);
        double spring = Stiffness * (off < 0 ? most : brake);
        double accel = Math.Clamp(off * spring - (self.Speed - other.Speed) * 2 * Math.Sqrt(spring), -brake, most);
        // A limited rate of change holds for accelerations that grow.
        accel = accel < 0 && accel < _accel
            ? Math.Max(accel, _accel - (limits.MaxDecelRateMps3 ?? double.PositiveInfinity) * dt)
            : accel >= 0 && accel > _accel ? Math.Min(accel, _accel + (limits.MaxAccelRateMps3 ?? double.PositiveInfinity) * dt) : accel;
        _accel = accel;
        double fastest = limits.MaxSpeedMps ?? self.MaxSpeed;
        self.Speed = Math.Clamp(self.Speed + accel * dt, -fastest, fastest);
    }
}
