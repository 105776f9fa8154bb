using Sim.Geometry;
using Sim.Maps;

namespace Sim.Reports.Reducing;

/// <summary>Lists the numbers of a scenario that are harsher than what is usual. Pure; the order follows the scenario alone.</summary>
internal static class ScenarioNumbers
{
    /// <summary>Deceleration of everyday braking, m/s²: the comfortable one of the Intelligent Driver Model.</summary>
    public const double UsualBrakingMps2 = 2;

    private const double LaneReachM = 3;

    /// <summary>The numbers: weather, speeds above the lane's limit, hard speed changes of scripts.</summary>
    public static IReadOnlyList<ScenarioNumber> Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var numbers = new List<ScenarioNumber>();
        var environment = scenario.Environment;
        if (environment.Friction != ScenarioElements.Nominal.Friction)
        {
            numbers.Add(new("friction", "", ScenarioElements.FrictionName(environment), environment.Friction, ScenarioElements.Nominal.Friction, 2, (s, v) => s with { Environment = s.Environment with { Friction = v } }));
        }

        if (environment.RainMmph > 0)
        {
            numbers.Add(new("rain", "mm/h", ScenarioElements.RainName(environment), environment.RainMmph, 0, 1, (s, v) => s with { Environment = s.Environment with { RainMmph = v } }));
        }

        foreach (var actor in scenario.Actors)
        {
            AddSpeed(scenario, actor, numbers);
            AddRates(actor, numbers);
        }

        return numbers;
    }

    // Where a script or a log says how fast an actor is, its initial speed decides nothing, or does not fit the rest.
    private static void AddSpeed(Scenario scenario, Actor actor, List<ScenarioNumber> numbers)
    {
        bool free = actor.Behaviour is DriverBehaviour { Log.Count: 0 } or ConstantVelocityBehaviour or FollowLaneBehaviour or FollowPathBehaviour { Speeds.Count: 0 };
        if (free && Limit(scenario.Map, actor.Initial.Pose) is { } limit && actor.Initial.SpeedMps > limit)
        {
            bool ego = actor.Id == scenario.EgoId;
            numbers.Add(new(ego ? "initial speed of the ego" : ScenarioElements.PartName("initial speed", actor.Id), "m/s", ego ? null : ScenarioElements.MotionName(actor.Id), actor.Initial.SpeedMps, limit, 1, (s, v) => ScenarioElements.WithActor(s, actor.Id, a => a with { Initial = a.Initial with { SpeedMps = v } })));
        }
    }

    private static void AddRates(Actor actor, List<ScenarioNumber> numbers)
    {
        if (actor.Behaviour is not FollowPathBehaviour path)
        {
            return;
        }

        for (int i = 0; i < path.Speeds.Count; i++)
        {
            int number = i;
            if (path.Speeds[i].RateMps2 > UsualBrakingMps2)
            {
                numbers.Add(new(
                    ScenarioElements.PartName($"rate of {ScenarioElements.StepName(i)}", actor.Id), "m/s²", ScenarioElements.PartName(ScenarioElements.StepName(i), actor.Id), path.Speeds[i].RateMps2, UsualBrakingMps2, 1,
                    (s, v) => ScenarioElements.WithActor(s, actor.Id, a => ScenarioElements.WithBehaviour<FollowPathBehaviour>(a, b => b with
                    {
                        Speeds = [.. b.Speeds.Select((step, k) => k == number ? step with { RateMps2 = v } : step)],
                    }))));
            }
        }
    }

    private static double? Limit(RoadMap map, Pose2d pose)
    {
        var index = map.Index();
        return index.LaneCount > 0 && index.TryNearestLane(pose, out var match, maxDistanceM: LaneReachM) ? index.LaneAt(match.LaneIndex).SpeedLimitMps : null;
    }
}
