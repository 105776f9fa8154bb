using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Templates.Roads;

namespace Sim.Studies.PseudoSimulation.Scenes;

/// <summary>A ramp joins the rightmost lane: the ego is on the main road or on the ramp.</summary>
internal static class MergeScenes
{
    private const double EgoS = 100;

    /// <summary>Draws one.</summary>
    public static void Merge(SceneDraw scene)
    {
        double limit = scene.Draw(9, 15);
        var first = new RoadLine(new Pose2d(0, 0, 0), 160);
        var second = new RoadLine(first.End, 320);
        var road = new RoadStrip { Sections = [first, second], Lanes = 1 + scene.Random.NextInt(2), Oncoming = 0, LimitsMps = [limit, limit] };
        var ramp = new PathDrawing(new Pose2d(0, -14, 0)).Line(70).Shift(90, 14);
        double w = road.WidthM;
        var map = road.ToMap("merge");
        var joined = map.Lanes.Select(l => l.Id == RoadStrip.Id(1, 0) ? l with { Predecessors = [.. l.Predecessors, "ramp"] } : l);
        scene.Map = map with
        {
            Lanes =
            [
                .. joined,
                new Lane { Id = "ramp", Left = Thin(ramp, w / 2), Right = Thin(ramp, -w / 2), Centre = Thin(ramp, 0), SpeedLimitMps = limit, Successors = [RoadStrip.Id(1, 0)] },
            ],
        };
        var main = road.Centre(0);
        var entry = new Polyline([.. Thin(ramp, 0).Points, .. second.ToLine().Points.Skip(1)]);
        bool onRamp = scene.Chance(0.4);
        double v = limit * scene.Draw(0.65, 0.9);
        var (own, other) = onRamp ? (entry, main) : (main, entry);
        IReadOnlyList<string> route = onRamp ? ["ramp", RoadStrip.Id(1, 0)] : road.Route(0);
        scene.Route = route;
        scene.Ego(own, EgoS, v);
        double flow = v * scene.Draw(0.75, 1);
        for (double s = EgoS - 45 + scene.Draw(0, 20); s < 158; s += scene.Draw(18, 40))
        {
            scene.Traffic(other, s, flow, flow + scene.Draw(0, 2), onRamp ? road.Route(0) : ["ramp", RoadStrip.Id(1, 0)]);
        }

        scene.Column(second.ToLine(), 5, 90, flow);
        scene.Column(own, 5, EgoS - 20, flow);
        if (road.Lanes > 1)
        {
            scene.Column(road.Centre(1), 40, 220, flow);
        }
    }

    // Every third point, the last one in any case.
    private static Polyline Thin(PathDrawing drawing, double leftM)
    {
        var points = drawing.ToLine(leftM).Points;
        return new([.. points.Where((_, i) => i % 3 == 0 || i == points.Count - 1)]);
    }
}
