using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>
/// Arrives at a place when another entity arrives at its own. Without a final speed the present speed changes at a constant rate to the one that fits.
/// With one the speed goes first away from the line that leads to the final speed, then along it: with v0 now, v1 at the end, way s and time t, both
/// parts at the same rate; down to a stop in between when there is time left.
/// </summary>
internal sealed class SynchronizeTask(SynchronizeAction action, StoryActor master, RoadNet net, StoryPositions positions, StoryEngine engine) : StoryTask
{
    private const double Tiny = 1e-6;
    private const double HardBrakeMps2 = 8;
    private const double OnLineMps = 0.1;
    private StoryTarget? _own;
    private StoryTarget? _other;
    private Phase _phase;
    private bool _speedsUp;
    private double _lastOwn;
    private double _lastOther;

    private enum Phase
    {
        None,
        Waiting,
        Bending,
        Line,
        Stopping,
        Stopped,
        Steady,
    }

    public override Domains Moves => Domains.Longitudinal;

    protected override void Start()
    {
        (_own, _other) = (new StoryTarget(positions, net, action.Position), new StoryTarget(positions, net, action.MasterPosition));
        (_phase, _lastOwn, _lastOther) = (Phase.None, double.PositiveInfinity, double.PositiveInfinity);
    }

    protected override void Act()
    {
        var self = Self!;
        if (!_own!.TryGet(self, out var goal) || !_other!.TryGet(master, out var masterGoal))
        {
            return;
        }

        double way = Math.Abs(Way(self, goal)), masterSigned = Way(master, masterGoal), masterWay = Math.Abs(masterSigned);
        double tolerance = action.ToleranceM ?? 0, masterTolerance = action.MasterToleranceM ?? 0;
        // There, or past it.
        bool done = way < tolerance + Tiny || masterWay < masterTolerance + Tiny || way > _lastOwn || masterWay > _lastOther;
        (_lastOwn, _lastOther) = (way, masterWay);
        way = Math.Max(way - tolerance, Tiny);
        masterWay = Math.Max(masterWay - masterTolerance, Tiny);
        double approach = master.Speed * (masterSigned < 0 ? -1 : 1), time = double.PositiveInfinity;
        if (approach > Tiny)
        {
            time = masterWay / approach;
            done |= time < engine.DtS;
        }
        else if (_phase != Phase.Waiting)
        {
            // Nobody knows when it will arrive.
            _phase = Phase.Waiting;
            self.Speed = 0;
        }

        if (done)
        {
            if (action.FinalSpeed is not null)
            {
                self.Speed = FinalSpeed();
            }

            IsOver = true;
        }
        else if (action.FinalSpeed is not null)
        {
            Towards(self, way, time);
        }
        else if (double.IsFinite(time))
        {
            _phase = Phase.Line;
            double last = 2 * way / time - self.Speed;
            self.Speed += (last - self.Speed) / time * engine.DtS;
        }
    }

    private void Towards(StoryActor self, double way, double time)
    {
        double last = FinalSpeed(), dt = engine.DtS;
        double steady = action.FinalSpeed!.SteadyDistanceM ?? (action.FinalSpeed.SteadyTimeS ?? 0) * last;
        if (_phase == Phase.Steady)
        {
            self.Speed = last;
            return;
        }

        if (!double.IsFinite(time))
        {
            return;
        }

        if (steady > 0)
        {
            double steadyTime = steady / Math.Max(last, Tiny);
            if (way - steady < Tiny || time - steadyTime < Tiny)
            {
                _phase = Phase.Steady;
                self.Speed = last;
                return;
            }

            (way, time) = (way - steady, time - steadyTime);
        }

        _phase = _phase == Phase.Waiting ? Phase.None : _phase;
        if (_phase == Phase.Stopping)
        {
            self.Speed = Math.Max(0, self.Speed - HardBrakeMps2 * dt);
            _phase = self.Speed <= 0 ? Phase.Stopped : _phase;
            return;
        }

        if (_phase == Phase.Stopped)
        {
            if (last > Tiny && time >= 2 * way / last)
            {
                self.Speed = 0;
                return;
            }

            _phase = Phase.Line;
        }

        double onLine = time > 1e-3 && way > 1e-3 ? 2 * way / time - last : 0;
        if (_phase == Phase.Line)
        {
            self.Speed = Math.Max(0, onLine);
            return;
        }

        if (_phase == Phase.Bending && Math.Abs(self.Speed - onLine) < OnLineMps)
        {
            _phase = Phase.Line;
            return;
        }

        if (_phase == Phase.None)
        {
            _phase = Phase.Bending;
            _speedsUp = (last + self.Speed) / 2 < way / time;
        }

        Bend(self, way, time, last);
    }

    private void Bend(StoryActor self, double way, double time, double last)
    {
        double now = self.Speed, turn, rate = 0;
        if (Math.Abs(last - now) < Tiny)
        {
            turn = 2 * way / time - now;
            rate = (turn - now) / (time / 2);
        }
        else
        {
            // Both parts at the same rate: (vx - v0) / x = (vx - v1) / (t - x), and their ways make up s.
            double root = Math.Sqrt(Math.Max(0, 4 * way * way - 4 * (last + now) * time * way + 2 * (last * last + now * now) * time * time));
            double x1 = (2 * last * time - 2 * way - root) / (2 * (last - now)), x2 = (2 * last * time - 2 * way + root) / (2 * (last - now));
            turn = 0;
            if (x1 > 0 && x1 < time)
            {
                turn = (2 * way - root) / (2 * time);
                rate = (turn - now) / x1;
            }
            else if (x2 > 0 && x2 < time)
            {
                turn = (2 * way + root) / (2 * time);
                rate = (turn - now) / x2;
            }
        }

        if (_speedsUp ? rate < 0 : rate > 0)
        {
            _phase = Phase.Line;
            rate = 0;
        }

        if (_phase == Phase.Bending && turn < 0)
        {
            double stop = 2 * now * way / Math.Max(now * now + last * last, Tiny);
            rate = stop > Tiny ? -now / stop : 0;
            if (stop * now / 2 > way / 2)
            {
                rate = -HardBrakeMps2;
                _phase = Phase.Stopping;
            }

            if (now + rate * engine.DtS < 0)
            {
                self.Speed = 0;
                _phase = Phase.Stopped;
                return;
            }
        }

        self.Speed = now + rate * engine.DtS;
    }

    private double FinalSpeed()
    {
        var wanted = action.FinalSpeed!;
        return !wanted.RelativeToMaster ? wanted.Value : wanted.Factor ? master.Speed * wanted.Value : master.Speed + wanted.Value;
    }

    // Along the trajectory that it follows, else along roads, else straight.
    private double Way(StoryActor actor, in StoryPose goal)
    {
        if (actor.Curve is { } curve)
        {
            return curve.Nearest(goal.X, goal.Y) - actor.CurveS;
        }

        if (goal.Place.IsOn && StoryDistances.Along(net, actor, goal.Place, out double along))
        {
            return along;
        }

        double dx = goal.X - actor.X, dy = goal.Y - actor.Y;
        var (sin, cos) = Sim.Numerics.Pinned.SinCos(actor.Heading);
        return Math.Sqrt(dx * dx + dy * dy) * (dx * cos + dy * sin < 0 ? -1 : 1);
    }
}
