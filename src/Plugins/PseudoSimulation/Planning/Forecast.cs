using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Shapes;
using Sim.Plugins.PseudoSimulation.Traffic;

namespace Sim.Plugins.PseudoSimulation.Planning;

/// <summary>
/// What PDM-Closed expects: agents go on along their heading, or against it when they drive backwards, at the speed that they have now; lights
/// stay as they are. Whoever touches the ego already is not considered. Made for one plan; one thread.
/// </summary>
internal sealed class Forecast
{
    /// <summary>Samples of 0.1 s, the present included: 5 s.</summary>
    public const int Samples = 51;

    private const int Vehicles = 50;
    private const int Pedestrians = 25;
    private const int Bicycles = 10;
    private const int Statics = 50;
    private readonly List<ForecastItem> _items = [];
    private readonly List<SceneObject> _traffic = [];
    private readonly int _stride;

    public Forecast(PseudoScene scene, PdmClosedOptions options, Compatibility compatibility)
    {
        _stride = compatibility == Compatibility.Sane ? 1 : 2;
        var egoBox = new ConvexParts();
        var centre = scene.Ego.Pose.RearAxleToCentre(scene.Shape.RearAxleToCentreM);
        egoBox.AddBox(centre, scene.Shape.LengthM, scene.Shape.WidthM);
        AddNearest(scene, options, centre.Position, egoBox, static type => !type.IsAgent(), Statics);
        AddNearest(scene, options, centre.Position, egoBox, static type => type == SceneObjectType.Vehicle, Vehicles);
        AddNearest(scene, options, centre.Position, egoBox, static type => type == SceneObjectType.Pedestrian, Pedestrians);
        AddNearest(scene, options, centre.Position, egoBox, static type => type == SceneObjectType.Bicycle, Bicycles);
        RedNow = scene.RedConnectors.Count > 0 ? scene.RedConnectors[0] : [];
        AddLights(scene, new OrientedBox(centre, scene.Shape.LengthM, scene.Shape.WidthM));
    }

    /// <summary>In the order: static objects, vehicles, pedestrians, bicycles, each from near to far, lights.</summary>
    public IReadOnlyList<ForecastItem> Items => _items;

    /// <summary>The objects that are not ignored, as traffic for the scorer.</summary>
    public IReadOnlyList<SceneObject> Traffic => _traffic;

    public IReadOnlyList<string> RedNow { get; }

    /// <summary>Displacement of an item at a sample; in the reference one forecast stands for two samples.</summary>
    public Vector2d Moved(ForecastItem item, int sample) => item.Velocity * (sample / _stride * _stride * Horizon.StepSeconds);

    private void AddNearest(PseudoScene scene, PdmClosedOptions options, Vector2d ego, ConvexParts egoBox, Predicate<SceneObjectType> kind, int most)
    {
        var near = new List<(double Distance, SceneObject Object)>();
        foreach (var item in scene.Objects)
        {
            if (kind(item.Type) && TrafficOutput.IsNow(item) && item.Poses[0].Position.DistanceTo(ego) is var distance && distance <= options.RadiusM)
            {
                near.Add((distance, item));
            }
        }

        foreach (var (_, item) in near.OrderBy(static entry => entry.Distance).Take(most))
        {
            Add(item, egoBox, options.MarginM);
        }
    }

    private void Add(SceneObject item, ConvexParts egoBox, double marginM)
    {
        var pose = item.Poses[0];
        var shape = new ConvexParts();
        shape.AddBox(pose, item.LengthM, item.WidthM);
        if (marginM > 0 && shape.DistanceTo(egoBox) is var clearance and > 0)
        {
            double margin = Math.Min(marginM, clearance / 2);
            item = item with { LengthM = item.LengthM + (2 * margin), WidthM = item.WidthM + (2 * margin) };
            shape.Clear();
            shape.AddBox(pose, item.LengthM, item.WidthM);
        }

        bool agent = item.Type.IsAgent();
        var entry = new ForecastItem
        {
            Ignored = shape.Intersects(egoBox),
            Agent = agent ? item : null,
            Centre = pose.Position,
            Velocity = agent ? Straight(pose, item.Velocities[0]) : Vector2d.Zero,
            Shape = shape,
        };
        _items.Add(entry);
        if (entry.Ignored)
        {
            return;
        }

        var (present, poses, velocities) = (new bool[Horizon.Samples], new Pose2d[Horizon.Samples], new Vector2d[Horizon.Samples]);
        for (int i = 0; i < Horizon.Samples; i++)
        {
            (present[i], poses[i], velocities[i]) = (true, new Pose2d(pose.Position + Moved(entry, i), pose.HeadingRad), item.Velocities[0]);
        }

        _traffic.Add(item with { Present = present, Poses = poses, Velocities = velocities, FirstSighting = 0 });
    }

    private static Vector2d Straight(Pose2d pose, Vector2d velocity)
    {
        bool forward = Math.Abs(Pinned.AngleDifference(pose.HeadingRad, velocity.ToHeading())) < Math.PI / 2;
        return pose.ToDirection() * (forward ? velocity.Length : -velocity.Length);
    }

    private void AddLights(PseudoScene scene, OrientedBox ego)
    {
        foreach (string id in RedNow)
        {
            foreach (var area in scene.Map.Polygons)
            {
                if (area.Id == id && area.Type == MapPolygonType.LaneConnector && scene.Map.RouteLaneIds.Contains(id) && area.Exterior.Count > 2)
                {
                    var polygon = new Polygon(area.Exterior);
                    var shape = new ConvexParts();
                    shape.AddRing(area.Exterior);
                    // The ego has passed the light when all of its body is inside.
                    _items.Add(new ForecastItem { IsLight = true, Ignored = polygon.Contains(ego), Centre = polygon.Centroid(), Velocity = Vector2d.Zero, Shape = shape });
                    break;
                }
            }
        }
    }
}
