using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>
/// Says which start violates a multiplicative term where it stands: touching somebody (NC), a corner off the road (DAC), the centre in no lane of the
/// route and in no junction (DDC), on a connector with a red light (TLC). Prepared for one world; thread-safe.
/// </summary>
internal sealed class StartRejection
{
    private readonly EgoShape _shape;
    private readonly List<Polygon> _drivable = [];
    private readonly List<Polygon> _right = [];
    private readonly List<Polygon> _red = [];
    private readonly List<OrientedBox> _others = [];

    public StartRejection(PseudoScene world)
    {
        _shape = world.Shape;
        var red = world.RedConnectors.Count > 0 ? world.RedConnectors[0] : [];
        foreach (var area in world.Map.Polygons)
        {
            var polygon = new Polygon(area.Exterior);
            if (area.Type is MapPolygonType.Roadblock or MapPolygonType.Intersection or MapPolygonType.DrivableArea or MapPolygonType.CarParkArea)
            {
                _drivable.Add(polygon);
            }

            if (area.Type == MapPolygonType.Intersection || (area.Type is MapPolygonType.Lane or MapPolygonType.LaneConnector && world.Map.RouteLaneIds.Contains(area.Id)))
            {
                _right.Add(polygon);
            }

            if (area.Type == MapPolygonType.LaneConnector && red.Contains(area.Id))
            {
                _red.Add(polygon);
            }
        }

        foreach (var o in world.Objects)
        {
            if (o.Present[0])
            {
                _others.Add(new OrientedBox(o.Poses[0], o.LengthM, o.WidthM));
            }
        }
    }

    /// <summary>The violated term ("nc", "dac", "ddc", "tlc"), or null.</summary>
    public string? Violated(Pose2d rearAxle)
    {
        var centre = rearAxle.RearAxleToCentre(_shape.RearAxleToCentreM);
        var box = new OrientedBox(centre, _shape.LengthM, _shape.WidthM);
        foreach (var other in _others)
        {
            if (box.Overlaps(in other))
            {
                return "nc";
            }
        }

        Span<Vector2d> corners = stackalloc Vector2d[4];
        box.Corners(corners);
        foreach (var corner in corners)
        {
            if (!Within(_drivable, corner))
            {
                return "dac";
            }
        }

        if (!Within(_right, centre.Position))
        {
            return "ddc";
        }

        foreach (var closed in _red)
        {
            if (closed.Intersects(in box))
            {
                return "tlc";
            }
        }

        return null;
    }

    private static bool Within(List<Polygon> areas, Vector2d point)
    {
        foreach (var area in areas)
        {
            if (area.Contains(point))
            {
                return true;
            }
        }

        return false;
    }
}
