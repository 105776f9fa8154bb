using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Reports.Reducing;

/// <summary>Lists the numbers of a scenario between whose values a boundary can be looked for. Pure.</summary>
internal static class ScenarioValues
{
    private const double FurtherM = 100;
    private const double SlowMps = 1;
    private const double EasyFactor = 4;

    /// <summary>The numbers, the one that tells most first.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="partner">Id of the other actor of the failure, or null.</param>
    public static IReadOnlyList<ScenarioValue> Of(Scenario scenario, string? partner)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var values = new List<ScenarioValue>();
        var ego = scenario.Ego;
        if (scenario.Actors.FirstOrDefault(a => a.Id == partner && a.Id != scenario.EgoId) is { } other)
        {
            AddPartner(ego, other, scenario, values);
        }

        if (scenario.Environment.Friction != ScenarioElements.Nominal.Friction)
        {
            values.Add(new("friction", "friction of the road", "", scenario.Environment.Friction, [ScenarioElements.Nominal.Friction], (s, v) => s with { Environment = s.Environment with { Friction = v } }));
        }

        if (ego.Behaviour is DriverBehaviour { Log.Count: 0 } && ego.Initial.SpeedMps > SlowMps)
        {
            values.Add(new("ego_speed", "initial speed of the ego", "m/s", ego.Initial.SpeedMps, [SlowMps], (s, v) => WithSpeed(s, s.EgoId, v)));
        }

        return values;
    }

    private static void AddPartner(Actor ego, Actor other, Scenario scenario, List<ScenarioValue> values)
    {
        var (sin, cos) = Pinned.SinCos(ego.Initial.HeadingRad);
        double ahead = (other.Initial.X - ego.Initial.X) * cos + (other.Initial.Y - ego.Initial.Y) * sin;
        if (other.Behaviour is not DriverBehaviour && other.FirstStep == 0)
        {
            values.Add(new("gap", $"initial distance of '{other.Id}' along the ego's heading, centre to centre", "m", ahead, [ahead + (ahead < 0 ? -FurtherM : FurtherM)],
                (s, v) => ScenarioElements.WithActor(s, other.Id, a => Moved(a, (v - ahead) * cos, (v - ahead) * sin))));
        }

        if (other.Behaviour is ConstantVelocityBehaviour or FollowLaneBehaviour or FollowPathBehaviour { Speeds.Count: 0 })
        {
            double[] ends = [ego.Initial.SpeedMps, 0];
            values.Add(new("partner_speed", $"initial speed of '{other.Id}'", "m/s", other.Initial.SpeedMps, [.. ends.Where(e => e != other.Initial.SpeedMps).Distinct()], (s, v) => WithSpeed(s, other.Id, v)));
        }

        if (other.Behaviour is FollowPathBehaviour { Trigger: { } trigger })
        {
            AddTrigger(other.Id, trigger, scenario.HorizonUs, values);
        }
    }

    private static void AddTrigger(string id, StartTrigger trigger, long horizonUs, List<ScenarioValue> values)
    {
        void Add(string name, string meaning, string unit, double? value, double[] ends, Func<StartTrigger, double, StartTrigger> with)
        {
            if (value is { } now)
            {
                values.Add(new(name, $"{meaning} at which '{id}' starts", unit, now, [.. ends.Where(e => e != now)],
                    (s, v) => ScenarioElements.WithActor(s, id, a => ScenarioElements.WithBehaviour<FollowPathBehaviour>(a, b => b with { Trigger = with(b.Trigger!, v) }))));
            }
        }

        Add("trigger_time", "time", "s", trigger.TimeUs / 1e6, [0, horizonUs / 1e6], (t, v) => t with { TimeUs = (long)Math.Round(v * 1e6) });
        Add("trigger_ttc", "time to collision", "s", trigger.TtcS, [trigger.TtcS * EasyFactor ?? 0], (t, v) => t with { TtcS = v });
        Add("trigger_gap", "gap", "m", trigger.GapM, [trigger.GapM * EasyFactor ?? 0], (t, v) => t with { GapM = v });
        Add("trigger_time_to_path", "time to the crossing", "s", trigger.TimeToPathS, [trigger.TimeToPathS * EasyFactor ?? 0], (t, v) => t with { TimeToPathS = v });
    }

    private static Scenario WithSpeed(Scenario scenario, string id, double speedMps) =>
        ScenarioElements.WithActor(scenario, id, a => a with { Initial = a.Initial with { SpeedMps = speedMps } });

    private static Actor Moved(Actor actor, double dx, double dy) => actor with
    {
        Initial = Moved(actor.Initial, dx, dy),
        Behaviour = actor.Behaviour switch
        {
            TrajectoryBehaviour log => log with { States = [.. log.States.Select(t => t with { State = Moved(t.State, dx, dy) })] },
            FollowPathBehaviour path => path with { Path = new Polyline([.. path.Path.Points.Select(p => new Vector2d(p.X + dx, p.Y + dy))]) },
            var same => same,
        },
    };

    private static ActorState Moved(ActorState state, double dx, double dy) => state with { X = state.X + dx, Y = state.Y + dy };
}
