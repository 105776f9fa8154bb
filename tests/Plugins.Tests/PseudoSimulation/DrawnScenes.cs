using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Tests.PseudoSimulation;

/// <summary>Random scenes to score: a bent road of two ways with a junction, others of all kinds, lights, history, a reference and plans.</summary>
internal static class DrawnScenes
{
    private const double LaneM = 3.5;
    private const double RoadM = 140;
    private const double JunctionFromM = 60;
    private const double JunctionToM = 85;

    /// <summary>The scene of a seed.</summary>
    public static PseudoScene Draw(ulong seed)
    {
        var random = new RandomStream(seed).Fork("drawn-scene");
        var road = new Road(
            new Pose2d(random.NextUniform(-500, 500), random.NextUniform(-500, 500), random.NextUniform(-3.1, 3.1)),
            random.NextDouble() < 0.4 ? 0 : random.NextUniform(-0.01, 0.01));
        int lanes = 1 + (int)(random.NextDouble() * 3);
        bool junction = random.NextDouble() < 0.6;
        int own = (int)(random.NextDouble() * lanes);
        double speed = random.NextUniform(0, 14), startM = random.NextUniform(15, 45), ownM = LaneCentre(own);
        var start = road.At(startM, ownM + random.NextUniform(-0.4, 0.4));
        var ego = new EgoState(start.X, start.Y, start.HeadingRad + random.NextUniform(-0.05, 0.05), speed, 0, random.NextUniform(-1, 1), 0, random.NextUniform(-0.02, 0.02));
        var polygons = Polygons(road, lanes, junction);
        var route = polygons.Where(p => p.Id.StartsWith($"own-{own}", StringComparison.Ordinal)).Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        bool red = junction && random.NextDouble() < 0.3;
        IReadOnlyList<string>[] lights = [.. Enumerable.Range(0, Horizon.Frames).Select(k => red && k < 4 ? new[] { $"own-{own}-junction" } : [])];
        return new PseudoScene
        {
            Name = $"drawn-{seed}",
            TimeUs = 1_000_000_000,
            Ego = ego,
            Shape = EgoShape.Pacifica,
            History = [.. Enumerable.Range(0, 4).Select(k => Past(ego, k))],
            Map = new SceneMap(polygons, route, [.. Enumerable.Range(0, (int)RoadM).Select(s => road.At(s, ownM))]),
            Objects = ObjectInterpolation.ToSamples(Frames(road, lanes, startM, random), Compatibility.Navsim22),
            RedConnectors = RedLights.ToSamples(lights),
            HumanPlan = random.NextDouble() < 0.7 ? Plan(road, ego, startM, ownM, speed, random) : null,
            Reference = [.. Enumerable.Range(0, Horizon.Samples).Select(i => road.At(startM + (Math.Max(speed, 3) * i * 0.1), ownM))],
        };
    }

    /// <summary>A plan for the scene of a seed: along a lane, or off it.</summary>
    public static Pose2d[] Plan(ulong seed, int which)
    {
        var scene = Draw(seed);
        var random = new RandomStream(seed).Fork("drawn-plan", which);
        double speed = Math.Max(0, scene.Ego.Vx + random.NextUniform(-5, 5)), drift = random.NextUniform(-4, 4);
        var plan = new Pose2d[Horizon.PlanPoses];
        double x = 0, y = 0, heading = 0, turn = which % 3 == 0 ? random.NextUniform(-0.2, 0.2) : 0;
        for (int k = 0; k < plan.Length; k++)
        {
            heading += turn * 0.5;
            var (sin, cos) = Pinned.SinCos(heading);
            x += speed * 0.5 * cos;
            y += (speed * 0.5 * sin) + (which % 3 == 1 ? drift / 8 : 0);
            plan[k] = new Pose2d(x, y, heading);
        }

        return plan;
    }

    private static Pose2d[] Plan(Road road, EgoState ego, double startM, double ownM, double speed, RandomStream random)
    {
        double target = ownM + (random.NextDouble() < 0.3 ? random.NextUniform(-3.5, 3.5) : 0);
        return [.. Enumerable.Range(1, Horizon.PlanPoses).Select(k => ego.Pose.PoseToBody(road.At(startM + (speed * k * 0.5), ownM + ((target - ownM) * k / 8))))];
    }

    private static HistorySample Past(EgoState ego, int k)
    {
        double back = 1.5 - (0.5 * k);
        var pose = ego.Pose.Moved(-ego.Vx * back);
        return new HistorySample(1_000_000_000 - (long)(back * 1e6), ego with { X = pose.X, Y = pose.Y });
    }

    private static List<MapPolygon> Polygons(Road road, int lanes, bool junction)
    {
        var list = new List<MapPolygon>();
        (double From, double To, string Name)[] parts = junction
            ? [(0, JunctionFromM, "before"), (JunctionFromM, JunctionToM, "junction"), (JunctionToM, RoadM, "after")]
            : [(0, RoadM, "all")];
        foreach (var (from, to, name) in parts)
        {
            bool inside = name == "junction";
            if (!inside)
            {
                list.Add(Strip($"block-own-{name}", MapPolygonType.Roadblock, -0.5 * LaneM, (lanes - 0.5) * LaneM, false));
                list.Add(Strip($"block-other-{name}", MapPolygonType.Roadblock, -1.5 * LaneM, -0.5 * LaneM, false));
            }

            for (int lane = -1; lane < lanes; lane++)
            {
                string id = lane < 0 ? $"other-{name}" : $"own-{lane}-{name}";
                double centre = LaneCentre(lane);
                list.Add(Strip(id, inside ? MapPolygonType.LaneConnector : MapPolygonType.Lane, centre - (LaneM / 2), centre + (LaneM / 2), lane < 0));
            }

            MapPolygon Strip(string id, MapPolygonType type, double right, double left, bool backwards)
            {
                int steps = (int)((to - from) / 2);
                var ring = Enumerable.Range(0, steps + 1).Select(i => road.At(from + ((to - from) * i / steps), right).Position)
                    .Concat(Enumerable.Range(0, steps + 1).Select(i => road.At(to - ((to - from) * i / steps), left).Position));
                var line = Enumerable.Range(0, steps + 1).Select(i => road.At(from + ((to - from) * i / steps), (right + left) / 2));
                bool lane = type is MapPolygonType.Lane or MapPolygonType.LaneConnector;
                return new MapPolygon(id, type, [.. ring], lane ? [.. backwards ? line.Reverse() : line] : null, lane ? 13.9 : null);
            }
        }

        if (!junction)
        {
            return list;
        }

        // The crossing road: connectors across, and the junction's own area.
        double low = (-1.5 * LaneM) - 3, high = ((lanes - 0.5) * LaneM) + 3, middle = (JunctionFromM + JunctionToM) / 2;
        list.Add(new MapPolygon("junction", MapPolygonType.Intersection, [.. Box(JunctionFromM, JunctionToM, low, high)]));
        list.Add(new MapPolygon("cross-left", MapPolygonType.LaneConnector, [.. Box(middle, middle + LaneM, low, high)], [road.At(middle + 1.75, low), road.At(middle + 1.75, high)]));
        list.Add(new MapPolygon("cross-right", MapPolygonType.LaneConnector, [.. Box(middle - LaneM, middle, low, high)], [road.At(middle - 1.75, high), road.At(middle - 1.75, low)]));
        list.Add(new MapPolygon("car-park", MapPolygonType.CarParkArea, [.. Box(JunctionToM + 5, JunctionToM + 25, high - 3, high + 12)]));
        return list;

        IEnumerable<Vector2d> Box(double from, double to, double right, double left) =>
            [road.At(from, right).Position, road.At(to, right).Position, road.At(to, left).Position, road.At(from, left).Position];
    }

    private static LoggedObject[][] Frames(Road road, int lanes, double egoM, RandomStream random)
    {
        var frames = Enumerable.Range(0, Horizon.Frames).Select(_ => new List<LoggedObject>()).ToArray();
        int count = (int)(random.NextDouble() * 7);
        for (int i = 0; i < count; i++)
        {
            var type = (SceneObjectType)(int)(random.NextDouble() * 7);
            bool moves = type.IsAgent();
            int lane = (int)(random.NextDouble() * (lanes + 1)) - 1;
            double direction = lane < 0 ? -1 : 1, speed = moves && random.NextDouble() < 0.8 ? random.NextUniform(0, 12) : 0;
            double s = egoM + random.NextUniform(-20, 50), d = LaneCentre(lane) + random.NextUniform(-2, 2), drift = moves ? random.NextUniform(-0.5, 0.5) : 0;
            int first = random.NextDouble() < 0.8 ? 0 : (int)(random.NextDouble() * 9), last = random.NextDouble() < 0.8 ? 8 : (int)(random.NextDouble() * 9);
            double length = type == SceneObjectType.Vehicle ? random.NextUniform(3.5, 9) : random.NextUniform(0.3, 2), width = type == SceneObjectType.Vehicle ? 1.9 : 0.6;
            for (int k = first; k <= last; k++)
            {
                var pose = road.At(s + (direction * speed * k * 0.5), d + (drift * k * 0.5));
                var axis = pose.ToDirection();
                frames[k].Add(new LoggedObject(
                    $"object-{i}", type, direction < 0 ? pose with { HeadingRad = Pinned.WrapAngle(pose.HeadingRad + Math.PI) } : pose, length, width,
                    moves ? (axis * (direction * speed)) + (axis.Left * drift) : default));
            }
        }

        return [.. frames.Select(f => f.ToArray())];
    }

    private static double LaneCentre(int lane) => lane * LaneM;

    private readonly record struct Road(Pose2d Origin, double CurvaturePerM)
    {
        public Pose2d At(double s, double d)
        {
            double turned = CurvaturePerM * s;
            var (sin, cos) = Pinned.SinCos(turned);
            var along = CurvaturePerM == 0 ? new Vector2d(s, 0) : new Vector2d(sin / CurvaturePerM, (1 - cos) / CurvaturePerM);
            return Origin.PoseToWorld(new Pose2d(along + (new Vector2d(-sin, cos) * d), turned));
        }
    }
}
