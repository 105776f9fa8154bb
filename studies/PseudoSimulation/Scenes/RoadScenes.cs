using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Templates.Roads;

namespace Sim.Studies.PseudoSimulation.Scenes;

/// <summary>Scenes on roads without junctions.</summary>
internal static class RoadScenes
{
    private const double EgoS = 90;

    /// <summary>Dense traffic on one to three lanes, straight or curved; the lead is slower than the ego would like.</summary>
    public static void Following(SceneDraw scene)
    {
        var (road, lane) = Road(scene, scene.Draw(9, 17), lanes: 1 + scene.Random.NextInt(3));
        double limit = road.LimitsMps[0];
        double flow = limit * scene.Draw(0.45, 0.85);
        var centre = Place(scene, road, lane, flow + scene.Draw(0, 1.5));
        double gap = scene.Draw(10, 30);
        scene.Traffic(centre, EgoS + gap + 5, flow, flow + scene.Draw(-1.5, 0.5));
        scene.Column(centre, EgoS + gap + 25, EgoS + 170, flow, changes: true);
        scene.Column(centre, 5, EgoS - 18, flow);
        Beside(scene, road, lane, flow);
    }

    /// <summary>The lead brakes, gently or hard, and may drive on.</summary>
    public static void BrakingLead(SceneDraw scene)
    {
        var (road, lane) = Road(scene, scene.Draw(8, 15), lanes: 1 + scene.Random.NextInt(2));
        double v = road.LimitsMps[0] * scene.Draw(0.6, 0.95);
        var centre = Place(scene, road, lane, v);
        double gap = scene.Draw(8, 12) + v * scene.Draw(0.7, 1.4);
        long begin = Us(scene.Draw(1.8, 5));
        double slow = scene.Chance(0.5) ? 0 : v * scene.Draw(0.2, 0.6);
        var steps = new List<SpeedStep> { new(0, v, 0), new(begin, slow, scene.Draw(1.5, 4.5)) };
        if (scene.Chance(0.5))
        {
            steps.Add(new SpeedStep(begin + Us(scene.Draw(3, 4.5)), v, scene.Draw(1, 2)));
        }

        scene.Scripted(centre, EgoS + gap, v, null, [.. steps]);
        scene.Column(centre, 5, EgoS - 18, v);
        Beside(scene, road, lane, v);
    }

    /// <summary>The tail of a queue that creeps.</summary>
    public static void Queue(SceneDraw scene)
    {
        var (road, lane) = Road(scene, scene.Draw(8, 14), lanes: 1 + scene.Random.NextInt(3));
        double v = road.LimitsMps[0] * scene.Draw(0.4, 0.85);
        var centre = Place(scene, road, lane, v);
        double s = EgoS + 12 + v * scene.Draw(2.5, 4);
        double creep = scene.Draw(0, 2.5);
        for (int i = 0; i < 5; i++)
        {
            if (i == 4)
            {
                scene.Scripted(centre, s, creep, null, new SpeedStep(0, creep, 0), new SpeedStep(Us(scene.Draw(2, 5)), scene.Draw(0, 4), 1));
            }
            else
            {
                scene.Traffic(centre, s, creep, scene.Draw(5, 9));
            }

            s += scene.Draw(7, 9.5) + creep;
        }

        scene.Column(centre, 5, EgoS - 18, v * 0.9);
        Beside(scene, road, lane, v * scene.Draw(0.3, 1));
    }

    /// <summary>A car from the next lane moves in front of the ego.</summary>
    public static void CutIn(SceneDraw scene)
    {
        var (road, _) = Road(scene, scene.Draw(9, 17), lanes: 2 + scene.Random.NextInt(2), straight: true);
        int lane = scene.Random.NextInt(road.Lanes);
        int from = lane == 0 ? 1 : lane == road.Lanes - 1 ? lane - 1 : lane + (scene.Chance(0.5) ? 1 : -1);
        double v = road.LimitsMps[0] * scene.Draw(0.65, 0.95);
        var centre = Place(scene, road, lane, v);
        double slower = v * scene.Draw(0.6, 0.95);
        double ahead = scene.Draw(9, 14) + (v - slower) * 3 + v * scene.Draw(0.4, 0.9);
        double side = (from - lane) * road.WidthM;
        var begin = road.Centre(from).PoseAt(EgoS + ahead);
        var path = new PathDrawing(begin).Line(slower * scene.Draw(1.6, 3)).Shift(slower * scene.Draw(2.5, 4), -side).Line(200).ToLine();
        scene.Scripted(path, 0, slower, null, new SpeedStep(0, slower, 0), new SpeedStep(Us(5), slower * scene.Draw(0.8, 1.1), 0.8));
        scene.Column(centre, EgoS + ahead + 45, EgoS + 170, v);
        scene.Column(centre, 5, EgoS - 18, v);
        Beside(scene, road, lane, v, only: from, from: 5, to: EgoS - 15);
    }

    /// <summary>Cars parked on the right that stand in the lane a little or by half.</summary>
    public static void Parked(SceneDraw scene)
    {
        var (road, _) = Road(scene, scene.Draw(7, 12), lanes: 1 + scene.Random.NextInt(2));
        double v = road.LimitsMps[0] * scene.Draw(0.6, 0.95);
        var centre = Place(scene, road, 0, v);
        double s = EgoS + scene.Draw(22, 45);
        for (int i = 0; i < 5; i++)
        {
            double into = scene.Draw(-0.5, 0.9);
            double aside = road.WidthM / 2 + 0.95 - into;
            var at = centre.PoseAt(s);
            scene.Parked(at.Moved(0, -aside) with { HeadingRad = at.HeadingRad + scene.Draw(-0.04, 0.04) });
            s += scene.Draw(6.5, 22);
        }

        scene.Column(centre, 5, EgoS - 18, v);
        Beside(scene, road, 0, v);
    }

    /// <summary>A winding road whose limit changes, with little traffic.</summary>
    public static void Bend(SceneDraw scene)
    {
        double radius = scene.Draw(28, 90) * (scene.Chance(0.5) ? 1 : -1);
        double limit = Math.Min(scene.Draw(8, 16), Math.Sqrt(Math.Abs(radius) * scene.Draw(0.9, 2.0)));
        int lanes = 1 + scene.Random.NextInt(2);
        double w = 3.6;
        // The line is the rightmost lane: its radius must leave room for the lanes inside a left bend.
        double curve = 1 / (radius + Math.Sign(radius) * (radius > 0 ? lanes * w + w : 0));
        var first = new RoadLine(new Pose2d(0, 0, 0), 100);
        var second = new RoadLine(first.End, 1.2 / Math.Abs(curve), curve);
        var third = new RoadLine(second.End, 0.8 / Math.Abs(curve), -curve);
        var fourth = new RoadLine(third.End, 250);
        var road = new RoadStrip
        {
            Sections = [first, second, third, fourth],
            Lanes = lanes,
            Oncoming = 1,
            WidthM = w,
            LimitsMps = [limit, limit, limit, limit * 1.3],
        };
        scene.Map = road.ToMap("winding road");
        int lane = scene.Random.NextInt(lanes);
        double v = limit * scene.Draw(0.7, 1.05);
        var centre = Place(scene, road, lane, v);
        if (scene.Chance(0.6))
        {
            scene.Traffic(centre, EgoS + scene.Draw(14, 40), v * 0.85, limit * scene.Draw(0.6, 0.95));
        }

        Oncoming(scene, road, limit);
    }

    /// <summary>A pedestrian crosses the road.</summary>
    public static void Pedestrian(SceneDraw scene)
    {
        var (road, lane) = Road(scene, scene.Draw(7, 13), lanes: 1 + scene.Random.NextInt(2), straight: true);
        double v = road.LimitsMps[0] * scene.Draw(0.6, 0.95);
        var centre = Place(scene, road, lane, v);
        double s = EgoS + v * scene.Draw(3, 5.5) + 8;
        var at = road.Centre(0).PoseAt(s);
        double right = -(road.WidthM / 2 + scene.Draw(0.8, 2.5));
        double left = (road.Lanes + road.Oncoming) * road.WidthM + 1;
        bool fromRight = scene.Chance(0.65);
        Polyline line = fromRight
            ? new([at.PointToWorld(new(0, right)), at.PointToWorld(new(scene.Draw(-2, 2), left))])
            : new([at.PointToWorld(new(0, left)), at.PointToWorld(new(scene.Draw(-2, 2), right))]);
        scene.Pedestrian(line, scene.Draw(0.9, 1.9), new StartTrigger { TimeUs = Us(scene.Draw(0.5, 3.5)) });
        if (scene.Chance(0.4))
        {
            scene.Pedestrian(new([line.Span[0] + new Vector2d(1.2, 0), line.Span[1] + new Vector2d(1.2, 0)]), scene.Draw(0.9, 1.6), new StartTrigger { TimeUs = Us(scene.Draw(0.5, 4)) });
        }

        scene.Column(centre, 5, EgoS - 18, v);
        scene.Map = scene.Map with
        {
            Crosswalks = [new Crosswalk("crosswalk", new Polygon([at.PointToWorld(new(-2, right)), at.PointToWorld(new(2, right)), at.PointToWorld(new(2, left)), at.PointToWorld(new(-2, left))]))],
        };
    }

    /// <summary>A cyclist rides ahead near the edge of the lane.</summary>
    public static void Bicycle(SceneDraw scene)
    {
        var (road, _) = Road(scene, scene.Draw(7, 13), lanes: 1 + scene.Random.NextInt(2));
        double v = road.LimitsMps[0] * scene.Draw(0.5, 0.9);
        var centre = Place(scene, road, 0, v);
        var edge = centre.Offset(-scene.Draw(0.3, 1.5));
        scene.Bicycle(edge, EgoS + scene.Draw(12, 30), scene.Draw(3, 6));
        scene.Column(centre, 5, EgoS - 18, v);
        Beside(scene, road, 0, v);
    }

    private static (RoadStrip Road, int Lane) Road(SceneDraw scene, double limitMps, int lanes, bool straight = false)
    {
        double curvature = straight || scene.Chance(0.4) ? 0 : (scene.Chance(0.5) ? 1 : -1) / scene.Draw(90, 400);
        var first = new RoadLine(new Pose2d(0, 0, 0), 75);
        var second = new RoadLine(first.End, 140, curvature);
        var third = new RoadLine(second.End, 260, curvature / 2);
        var road = new RoadStrip
        {
            Sections = [first, second, third],
            Lanes = lanes,
            Oncoming = scene.Random.NextInt(2),
            WidthM = scene.Draw(3.4, 3.8),
            LimitsMps = [limitMps, limitMps, limitMps],
        };
        scene.Map = road.ToMap("road");
        return (road, scene.Random.NextInt(lanes));
    }

    private static Polyline Place(SceneDraw scene, RoadStrip road, int lane, double speedMps)
    {
        var centre = road.Centre(lane);
        scene.Route = road.Route(lane);
        scene.Ego(centre, EgoS, speedMps);
        return centre;
    }

    private static void Beside(SceneDraw scene, RoadStrip road, int lane, double speedMps, int only = -1, double from = 5, double to = 250)
    {
        for (int k = 0; k < road.Lanes; k++)
        {
            if (k != lane)
            {
                bool limited = k == only;
                scene.Column(road.Centre(k), limited ? from : 5, limited ? to : 250, speedMps * scene.Draw(0.85, 1.1), changes: scene.Chance(0.5));
            }
        }

        Oncoming(scene, road, road.LimitsMps[0]);
    }

    private static void Oncoming(SceneDraw scene, RoadStrip road, double speedMps)
    {
        for (int k = 0; k < road.Oncoming; k++)
        {
            scene.Column(road.Centre(road.Lanes + k).Reversed(), 60, road.Centre(0).LengthM - 60, speedMps * 0.85, gapLow: 25, gapHigh: 80);
        }
    }

    private static long Us(double seconds) => (long)Math.Round(seconds * 1e6);
}
