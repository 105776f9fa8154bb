namespace Sim.Simulation;

/// <summary>
/// Applies the settings of a suite to a scenario before it is loaded: step, horizon, and how recorded actors move. Pure; the recording of the
/// result names the mode.
/// </summary>
public static class TrafficOverride
{
    /// <summary>The modes: recorded actors keep their log, go straight on, drive on lanes with IDM, drive along their logged path with IDM, or change lanes too.</summary>
    public static IReadOnlyList<string> Modes { get; } = ["log-replay", "constant-velocity", "idm", "idm-path", "mobil"];

    /// <summary>
    /// A recorded vehicle that never gets farther than this from where its log begins, nor is logged faster than <see cref="StandsBelowMps"/>, is
    /// parked: it keeps its log under idm, idm-path and mobil, m. Larger than the jitter of logs.
    /// </summary>
    public const double StandsWithinM = 0.5;

    /// <summary>The fastest logged speed of a parked vehicle, m/s; also the least desired speed of every other one. A short log of a moving vehicle is faster.</summary>
    public const double StandsBelowMps = 1;

    /// <summary>Refuses an unknown mode.</summary>
    /// <exception cref="InputException">Unknown; names the nearest known one.</exception>
    public static void Require(string mode)
    {
        if (!Modes.Contains(mode))
        {
            throw new InputException($"unknown traffic '{mode}'; {Nearest.Hint(mode, Modes)}");
        }
    }

    /// <summary>The scenario as the settings want it.</summary>
    /// <exception cref="InputException">Step or horizon do not fit, or the mode is unknown.</exception>
    public static Scenario Apply(Scenario scenario, SimulatorUse use)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(use);
        if (use.StepUs is { } step && step != scenario.StepUs)
        {
            if (step <= 0)
            {
                throw new InputException($"a simulator step of {step} µs is not positive");
            }

            long old = scenario.StepUs;
            scenario = scenario with
            {
                StepUs = step,
                HorizonUs = scenario.HorizonUs / step * step,
                Actors = [.. scenario.Actors.Select(a => a with { FirstStep = checked((int)((a.FirstStep * old + step - 1) / step)) })],
            };
        }

        if (use.HorizonUs is { } horizon)
        {
            scenario = scenario with { HorizonUs = horizon / scenario.StepUs * scenario.StepUs };
        }

        return use.Traffic is null or "log-replay" ? scenario : scenario with { Actors = [.. scenario.Actors.Select(a => Convert(a, scenario, use.Traffic))] };
    }

    /// <summary>The word for how the other actors of a scenario move, the most reactive kind first: what a recording's Traffic says.</summary>
    public static string Describe(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var others = scenario.Actors.Where(a => a.Id != scenario.EgoId).Select(a => a.Behaviour).ToList();
        return others switch
        {
            _ when others.Exists(b => b is FollowLaneBehaviour { Mobil: not null }) => "mobil",
            _ when others.Exists(b => b is FollowLaneBehaviour) => "idm",
            _ when others.Exists(b => b is FollowPathBehaviour { Idm: not null }) => "idm-path",
            _ when others.Exists(b => b is TrajectoryBehaviour { Recorded: true }) => "log-replay",
            _ when others.Exists(b => b is TrajectoryBehaviour or FollowPathBehaviour) => "scripted",
            _ when others.Exists(b => b is ConstantVelocityBehaviour) => "constant-velocity",
            _ => "scripted",
        };
    }

    /// <summary>
    /// The vehicles that a model of traffic takes over: those of a log that "idm" would take, and those that follow lanes by a model already. Scripts stay scripts.
    /// </summary>
    /// <param name="scenario">The scenario as it is run.</param>
    /// <returns>Their ids.</returns>
    public static IReadOnlySet<string> Movable(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario.Actors
            .Where(a => a.Id != scenario.EgoId && (a.Behaviour is FollowLaneBehaviour || (a.Behaviour is TrajectoryBehaviour { Recorded: true, States.Count: > 1 } log && Drives(a.Class) && !Stands(log))))
            .Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// The scenario with actors that somebody else moves: what they would do themselves is gone, each has the first step and the state that its log has it begin with.
    /// </summary>
    /// <param name="scenario">The scenario as it is run.</param>
    /// <param name="moved">Their ids.</param>
    public static Scenario HandOver(Scenario scenario, IReadOnlySet<string> moved)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(moved);
        Actor Still(Actor actor)
        {
            // One whose log falls on no step never enters by itself.
            var start = actor.Behaviour is TrajectoryBehaviour { States.Count: > 0 } log ? Start(actor, log, scenario, out _) ?? actor with { FirstStep = scenario.StepCount + 1 } : actor;
            return start with { Behaviour = new StationaryBehaviour() };
        }

        return moved.Count == 0 ? scenario : scenario with { Actors = [.. scenario.Actors.Select(a => moved.Contains(a.Id) ? Still(a) : a)] };
    }

    private static Actor Convert(Actor actor, Scenario scenario, string mode)
    {
        Require(mode);
        if (actor.Id == scenario.EgoId || actor.Behaviour is not TrajectoryBehaviour { Recorded: true, States.Count: > 1 } log || !Drives(actor.Class))
        {
            return actor;
        }

        if (mode != "constant-velocity" && Stands(log))
        {
            return actor;
        }

        if (Start(actor, log, scenario, out int at) is not { } start)
        {
            return actor;
        }

        var initial = start.Initial;
        double desired = Math.Max(log.States.Max(s => s.State.SpeedMps), StandsBelowMps);
        return mode switch
        {
            "constant-velocity" => start with { Behaviour = new ConstantVelocityBehaviour() },
            "idm-path" => LoggedPath(log, initial, at) is { } path
                ? start with { Behaviour = new FollowPathBehaviour { Path = path, Idm = new IdmParameters { DesiredSpeedMps = desired }, HoldAtEnd = false } }
                : start with { Behaviour = new StationaryBehaviour() },
            _ => Engine.LaneNetwork.Of(scenario.Map).StartLane(initial, out _) >= 0
                ? start with { Behaviour = new FollowLaneBehaviour { Idm = new IdmParameters { DesiredSpeedMps = desired }, Mobil = mode == "mobil" ? new MobilParameters() : null } }
                : actor,
        };
    }

    // The first state that falls on a step, so that the actor starts where its log has it; null when none does.
    private static Actor? Start(Actor actor, TrajectoryBehaviour log, Scenario scenario, out int at)
    {
        int first = checked((int)((log.States[0].TimeUs + scenario.StepUs - 1) / scenario.StepUs));
        first = Math.Max(first, actor.FirstStep);
        at = 0;
        while (at < log.States.Count && log.States[at].TimeUs < first * scenario.StepUs)
        {
            at++;
        }

        if (at >= log.States.Count)
        {
            return null;
        }

        var initial = at == 0 || log.States[at].TimeUs == first * scenario.StepUs
            ? log.States[at].State
            : Engine.StateBlend.At(log.States[at - 1], log.States[at], first * scenario.StepUs);
        return actor with { FirstStep = first, Initial = initial };
    }

    private static bool Stands(TrajectoryBehaviour log)
    {
        var first = log.States[0].State;
        foreach (var (_, state) in log.States)
        {
            double x = state.X - first.X, y = state.Y - first.Y;
            if (!(x * x + y * y <= StandsWithinM * StandsWithinM && Math.Abs(state.SpeedMps) <= StandsBelowMps))
            {
                return false;
            }
        }

        return true;
    }

    private static Sim.Geometry.Polyline? LoggedPath(TrajectoryBehaviour log, in ActorState initial, int from)
    {
        var points = new List<Sim.Geometry.Vector2d> { new(initial.X, initial.Y) };
        for (int i = from; i < log.States.Count; i++)
        {
            var p = new Sim.Geometry.Vector2d(log.States[i].State.X, log.States[i].State.Y);
            // Standing vehicles jitter in logs; steps this short would only add noise to the heading.
            if (p.DistanceTo(points[^1]) >= StandsWithinM)
            {
                points.Add(p);
            }
        }

        return points.Count >= 2 ? new Sim.Geometry.Polyline(points) : null;
    }

    private static bool Drives(ActorClass actorClass) => actorClass is ActorClass.Car or ActorClass.Van or ActorClass.Truck or ActorClass.Bus
        or ActorClass.Emergency or ActorClass.Motorcycle or ActorClass.Unknown;
}
