using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Templates.Roads;

namespace Sim.Studies.PseudoSimulation.Scenes;

/// <summary>Scenes at a crossing of two roads with one lane each way; the ego comes along +x.</summary>
internal static class JunctionScenes
{
    private const double ArmM = 150;
    private const double ShoulderM = 1.2;

    /// <summary>A light that is red, turns red, or turns green, with traffic before and across.</summary>
    public static void RedLight(SceneDraw scene)
    {
        var crossing = new Crossing(TurnGeometry.Fast, ArmM);
        double limit = scene.Draw(8, 14), v = limit * scene.Draw(0.5, 0.95);
        double change = scene.Draw(0, 7);
        int kind = scene.Random.NextInt(3);
        scene.Map = Limited(crossing, CrossingControl.Lights, limit, kind switch
        {
            0 => [(SignalState.Red, 60)],
            1 => [(SignalState.Red, change), (SignalState.RedYellow, 1), (SignalState.Green, 60)],
            _ => [(SignalState.Green, change * 0.5 + 0.3), (SignalState.Yellow, 3), (SignalState.Red, 60)],
        });
        var turn = Way(scene);
        var path = Ego(scene, crossing, turn, ArmM - scene.Draw(20, 55), v);
        if (kind < 2 && scene.Chance(0.4))
        {
            double s = ArmM - 4;
            for (int i = 0; i < 1 + scene.Random.NextInt(2); i++, s -= 8)
            {
                scene.Traffic(path, s, 0, limit, Crossing.Route(0, Turn.Straight));
            }
        }

        scene.Column(path, 5, ArmM - 75, v);
        Opposite(scene, crossing, limit, 0.5);
        if (kind < 2)
        {
            Cross(scene, crossing, limit, 0.6);
        }
    }

    /// <summary>The ego turns right or left, with oncoming traffic; lights green for its road.</summary>
    public static void Turning(SceneDraw scene)
    {
        var crossing = new Crossing(scene.Chance(0.5) ? TurnGeometry.Middle : TurnGeometry.Fast, ArmM);
        double limit = scene.Draw(7, 11), v = Math.Min(limit, 8) * scene.Draw(0.5, 0.9);
        scene.Map = Limited(crossing, CrossingControl.Lights, limit, [(SignalState.Green, 60)]);
        var turn = scene.Chance(0.55) ? Turn.Left : Turn.Right;
        var path = Ego(scene, crossing, turn, ArmM - scene.Draw(8, 30), v);
        if (scene.Chance(0.4))
        {
            scene.Traffic(path, path.Project(Start(scene)).S + scene.Draw(12, 22), v, limit * 0.7, Crossing.Route(0, turn));
        }

        scene.Column(path, 5, ArmM - 60, v);
        Opposite(scene, crossing, limit, turn == Turn.Left ? 0.65 : 0.3);
        if (scene.Chance(0.35))
        {
            Walker(scene, crossing.Path(0, turn), crossing.ExitM(turn) + 3);
        }
    }

    /// <summary>Straight on while others cross, turn in or turn out; no lights.</summary>
    public static void CrossingTraffic(SceneDraw scene)
    {
        var crossing = new Crossing(TurnGeometry.Fast, ArmM);
        double limit = scene.Draw(8, 13), v = limit * scene.Draw(0.55, 0.9);
        scene.Map = Limited(crossing, CrossingControl.None, limit, []);
        var path = Ego(scene, crossing, Way(scene), ArmM - scene.Draw(18, 50), v);
        int arm = scene.Chance(0.5) ? 1 : 3;
        var turn = (Turn)scene.Random.NextInt(3);
        var other = crossing.Path(arm, turn);
        double u = scene.Draw(3, 8);
        scene.Traffic(other, ArmM - u * scene.Draw(1.5, 4), u, u + scene.Draw(0, 2), Crossing.Route(arm, turn));
        if (scene.Chance(0.3))
        {
            // Somebody slow who has already driven in.
            double s = ArmM + scene.Draw(1, 5);
            scene.Scripted(crossing.Path(4 - arm, Turn.Right), s, 1.5, null, new SpeedStep(0, scene.Draw(0.5, 3), 0), new SpeedStep(3_000_000, 6, 1));
        }

        Opposite(scene, crossing, limit, 0.5);
        scene.Column(path, 5, ArmM - 75, v);
    }

    private static Turn Way(SceneDraw scene) => scene.Chance(0.6) ? Turn.Straight : scene.Chance(0.5) ? Turn.Left : Turn.Right;

    private static Vector2d Start(SceneDraw scene) => scene.ToScenario().Ego.Initial.Pose.Position;

    private static Polyline Ego(SceneDraw scene, Crossing crossing, Turn turn, double s, double speedMps)
    {
        var path = crossing.Path(0, turn);
        scene.Route = Crossing.Route(0, turn);
        scene.Ego(path, s, speedMps);
        return path;
    }

    private static void Opposite(SceneDraw scene, Crossing crossing, double limit, double density)
    {
        for (double s = ArmM - 70 + scene.Draw(0, 25); s < ArmM - 6; s += scene.Draw(14, 40))
        {
            if (scene.Chance(density))
            {
                var turn = scene.Chance(0.7) ? Turn.Straight : Turn.Right;
                double u = limit * scene.Draw(0.5, 0.9);
                scene.Traffic(crossing.Path(2, turn), s, u, limit, Crossing.Route(2, turn));
            }
        }
    }

    private static void Cross(SceneDraw scene, Crossing crossing, double limit, double density)
    {
        foreach (int arm in (int[])[1, 3])
        {
            for (double s = ArmM - 60 + scene.Draw(0, 25); s < ArmM + 4; s += scene.Draw(12, 30))
            {
                if (scene.Chance(density))
                {
                    scene.Traffic(crossing.Path(arm, Turn.Straight), s, limit * scene.Draw(0.4, 0.8), limit, Crossing.Route(arm, Turn.Straight));
                }
            }
        }
    }

    private static void Walker(SceneDraw scene, Polyline path, double s)
    {
        var at = path.PoseAt(s);
        scene.Pedestrian(new([at.PointToWorld(new(0, -3.2)), at.PointToWorld(new(0, 7))]), scene.Draw(0.9, 1.6), new StartTrigger { TimeUs = (long)(scene.Draw(0, 4) * 1e6) });
    }

    /// <summary>
    /// The map with a speed limit everywhere, its whole square drivable, and programmes for its lights; across the ego's road it is green while the ego's
    /// is red.
    /// </summary>
    private static RoadMap Limited(Crossing crossing, CrossingControl control, double limitMps, (SignalState State, double Seconds)[] programme)
    {
        var map = crossing.ToMap(control);
        double half = crossing.ReachM - StraightRoad.LaneWidthM / 2, x = half, y = StraightRoad.LaneWidthM / 2;
        double wide = StraightRoad.LaneWidthM + ShoulderM, far = half + ArmM;
        MapArea Area(string id, double halfX, double halfY) =>
            new(id, MapAreaKind.Drivable, new Polygon([new(x - halfX, y - halfY), new(x + halfX, y - halfY), new(x + halfX, y + halfY), new(x - halfX, y + halfY)]));
        return map with
        {
            Lanes = [.. map.Lanes.Select(Thinned).Select(l => l with { SpeedLimitMps = l.JunctionId is not null && !l.Id.StartsWith("straight", StringComparison.Ordinal) ? Math.Min(limitMps, 7) : limitMps })],
            Areas = [Area("square", half, half), Area("road along", far, wide), Area("road across", wide, far)],
            Signals =
            [
                .. map.Signals.Select(s => s.Kind != MapSignalKind.Light ? s : s with
                {
                    Cycle = [.. programme.Select(p => new SignalPhase(s.Id is "signal:0" or "signal:2" ? p.State : Across(p.State), (long)(p.Seconds * 1e6) + 100_000))],
                }),
            ],
        };
    }

    // Every fourth point of the drawn curves, which is one a metre; the ends in any case.
    private static Lane Thinned(Lane lane)
    {
        int last = lane.Centre.Points.Count - 1;
        Polyline Of(Polyline line) => new([.. line.Points.Where((_, i) => i % 4 == 0 || i == last)]);
        return lane with { Left = Of(lane.Left), Right = Of(lane.Right), Centre = Of(lane.Centre) };
    }

    private static SignalState Across(SignalState state) => state == SignalState.Red ? SignalState.Green : SignalState.Red;
}
