using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Tests.PseudoSimulation;

/// <summary>
/// The sub-scores as specs/pseudo-simulation.md §8 words them, with plain polygons and nothing remembered from sample to sample: slow, and shares
/// no code with the scorer.
/// </summary>
internal sealed class PlainScorer(PseudoScene scene, IReadOnlyList<SceneObject> objects)
{
    private readonly (MapPolygon Source, Polygon Shape)[] _areas = [.. scene.Map.Polygons.Select(p => (p, new Polygon(p.Exterior)))];
    private readonly Polyline _line = new([.. scene.Map.Centreline.Select(p => p.Position)]);

    public sealed record Result(
        double Nc, int? CollisionSample, double Dac, double Tlc, double Ddc, double Ttc, int? TtcSample, double Lk, double ProgressM, string MultipleLanes, string NonDrivable, string Oncoming);

    public Result Score(ReadOnlySpan<EgoState> ego)
    {
        var states = ego.ToArray();
        var (several, off, oncoming) = (new bool[41], new bool[41], new bool[41]);
        for (int t = 0; t < 41; t++)
        {
            var corners = Corners(states[t]);
            var lanes = _areas.Where(a => IsLane(a.Source)).Select(a => corners.Count(c => Inside(a.Shape, c))).ToArray();
            several[t] = lanes.Count(n => n > 0) > 1 && lanes.All(n => n < 4);
            off[t] = corners.Any(c => !_areas.Any(a => !IsLane(a.Source) && Inside(a.Shape, c)));
            oncoming[t] = !_areas.Any(a => IsLane(a.Source) && scene.Map.RouteLaneIds.Contains(a.Source.Id) && Inside(a.Shape, Centre(states[t])));
        }

        var (nc, collision) = Collision(states, several, off);
        var (ttc, infraction) = TimeToCollision(states, several, off);
        return new Result(
            nc, collision, off.Any(o => o) ? 0 : 1, Lights(states), Direction(states, oncoming), ttc, infraction, Lane(states),
            Math.Max(0, Along(states[40]) - Along(states[0])), Bits(several), Bits(off), Bits(oncoming));
    }

    private (double Score, int? Sample) Collision(EgoState[] states, bool[] several, bool[] off)
    {
        double score = 1;
        int? first = null;
        var ignored = new HashSet<string>();
        for (int t = 0; t < 41; t++)
        {
            var outline = new Polygon(Corners(states[t]));
            foreach (var o in objects.Where(o => o.Present[t] && !ignored.Contains(o.Token)))
            {
                var box = Box(o, t);
                if (!outline.Intersects(box))
                {
                    continue;
                }

                bool agent = o.Type.IsAgent(), egoStands = Speed(states[t]) <= 0.05;
                bool otherStands = !agent || o.Velocities[Array.IndexOf(o.Present, true)].Length <= 0.05;
                double angle = Angle(states[t], o.Poses[t].Position);
                var corners = Corners(states[t]);
                bool front = box.Intersects(new Segment(corners[0], corners[3]));
                bool behind = angle > 150;
                bool fault = !egoStands && (otherStands || (!behind && (front || several[t] || off[t])));
                if (!fault)
                {
                    ignored.Add(o.Token);
                    continue;
                }

                score = Math.Min(score, agent ? 0 : 0.5);
                first ??= t;
            }
        }

        return (score, first);
    }

    private (double Score, int? Sample) TimeToCollision(EgoState[] states, bool[] several, bool[] off)
    {
        var ignored = new HashSet<string>();
        for (int t = 0; t <= 31; t++)
        {
            foreach (int f in new[] { 0, 3, 6, 9 })
            {
                var way = states[t].Pose.ToDirection() * (Speed(states[t]) * f * 0.1);
                var outline = new Polygon([.. Corners(states[t]).Select(c => c + way)]);
                foreach (var o in objects.Where(o => o.Present[t + f] && !ignored.Contains(o.Token)))
                {
                    if (Speed(states[t]) < 0.005 || !outline.Intersects(Box(o, t + f)))
                    {
                        continue;
                    }

                    double angle = Angle(states[t], o.Poses[t + f].Position);
                    if (angle < 30 || ((several[t] || off[t] || InJunction(states[t].Pose.Position)) && !(angle > 150)))
                    {
                        return (0, t);
                    }

                    ignored.Add(o.Token);
                }
            }
        }

        return (1, null);
    }

    private double Lights(EgoState[] states)
    {
        for (int t = 0; t < 41 && scene.RedConnectors.Count > 0; t++)
        {
            var outline = new Polygon(Corners(states[t]));
            if (_areas.Any(a => IsLane(a.Source) && scene.Map.RouteLaneIds.Contains(a.Source.Id) && scene.RedConnectors[t].Contains(a.Source.Id) && a.Shape.Intersects(outline)))
            {
                return 0;
            }
        }

        return 1;
    }

    private double Direction(EgoState[] states, bool[] oncoming)
    {
        double[] way = [.. Enumerable.Range(0, 41).Select(t =>
            t > 0 && oncoming[t] && !InJunction(Centre(states[t])) ? Centre(states[t]).DistanceTo(Centre(states[t - 1])) : 0)];
        double worst = Enumerable.Range(0, 41).Max(t => way[Math.Max(0, t - 10)..(t + 1)].Sum());
        return worst < 2 ? 1 : worst < 6 ? 0.5 : 0;
    }

    private double Lane(EgoState[] states)
    {
        int count = 0;
        foreach (var state in states.Where(s => !InJunction(Centre(s))))
        {
            count = _line.DistanceTo(Centre(state)) > 0.5 ? count + 1 : 0;
            if (count >= 20)
            {
                return 0;
            }
        }

        return 1;
    }

    private double Along(EgoState state) => _line.Project(Centre(state), PolylineEnds.Clamp).S;

    private bool InJunction(Vector2d p) => _areas.Any(a => a.Source.Type == MapPolygonType.Intersection && Inside(a.Shape, p));

    private Vector2d Centre(EgoState state) => state.Pose.Moved(scene.Shape.RearAxleToCentreM).Position;

    private Vector2d[] Corners(EgoState state) => Corners(new Pose2d(Centre(state), state.HeadingRad), scene.Shape.LengthM, scene.Shape.WidthM);

    private static Vector2d[] Corners(Pose2d pose, double length, double width) =>
        [.. new (double X, double Y)[] { (1, 1), (-1, 1), (-1, -1), (1, -1) }.Select(c => pose.PointToWorld(new(c.X * length / 2, c.Y * width / 2)))];

    private static Polygon Box(SceneObject o, int t) => new(Corners(o.Poses[t], o.LengthM, o.WidthM));

    private static bool Inside(Polygon polygon, Vector2d p) => polygon.Contains(p) && polygon.BorderDistanceTo(p) > 0;

    private static bool IsLane(MapPolygon p) => p.Type is MapPolygonType.Lane or MapPolygonType.LaneConnector;

    private static double Speed(EgoState state) => Math.Sqrt((state.Vx * state.Vx) + (state.Vy * state.Vy));

    private static double Angle(EgoState state, Vector2d p)
    {
        var way = (p - state.Pose.Position).UnitOr(default);
        return Math.Acos(Math.Clamp(way.Dot(state.Pose.ToDirection()), -1, 1)) * 180 / Math.PI;
    }

    private static string Bits(bool[] flags) => string.Concat(flags.Select(f => f ? '1' : '0'));
}
