using Sim.Storyboards;
using static Sim.Formats.OpenScenario.OscOut;

namespace Sim.Formats.OpenScenario;

/// <summary>Writes positions, routes and trajectories.</summary>
internal sealed class OscPositionXml(OscOut xml)
{
    public void Position(StoryPosition position, string name = "Position") => xml.Element(name, () => Inside(position));

    public void Route(StoryRoute route) => xml.Element("Route", () =>
    {
        foreach (var waypoint in route.Waypoints)
        {
            xml.Element("Waypoint", () => Position(waypoint.Position), ("routeStrategy", Word(OscWords.Strategies, waypoint.Strategy)));
        }
    }, ("name", route.Name), ("closed", Flag(route.Closed)));

    public void TrajectoryRef(StoryTrajectory trajectory) => xml.Element("TrajectoryRef", () => xml.Element(
        "Trajectory", () => xml.Element("Shape", () => Shape(trajectory.Shape)), ("name", trajectory.Name), ("closed", Flag(trajectory.Closed))));

    private void Inside(StoryPosition position)
    {
        switch (position)
        {
            case WorldPosition p:
                var o = p.Orientation;
                xml.Empty("WorldPosition", ("x", Number(p.X)), ("y", Number(p.Y)), ("z", Number(p.Z)), ("h", Number(o?.HeadingRad)), ("p", Number(o?.PitchRad)), ("r", Number(o?.RollRad)));
                break;
            case RelativeWorldPosition p:
                Oriented("RelativeWorldPosition", p, ("entityRef", p.EntityId), ("dx", Number(p.DxM)), ("dy", Number(p.DyM)), ("dz", Number(p.DzM)));
                break;
            case RelativeObjectPosition p:
                Oriented("RelativeObjectPosition", p, ("entityRef", p.EntityId), ("dx", Number(p.DxM)), ("dy", Number(p.DyM)), ("dz", Number(p.DzM)));
                break;
            case RoadPosition p:
                Oriented("RoadPosition", p, ("roadId", p.RoadId), ("s", Number(p.AlongM)), ("t", Number(p.AcrossM)));
                break;
            case RelativeRoadPosition p:
                Oriented("RelativeRoadPosition", p, ("entityRef", p.EntityId), ("ds", Number(p.DsM)), ("dt", Number(p.DtM)));
                break;
            case LanePosition p:
                Oriented("LanePosition", p, ("roadId", p.RoadId), ("laneId", p.LaneId), ("s", Number(p.AlongM)), ("offset", Number(p.OffsetM)));
                break;
            case RelativeLanePosition p:
                Oriented("RelativeLanePosition", p, ("entityRef", p.EntityId), ("dLane", Number(p.DLane)), ("ds", Number(p.DsM)), ("dsLane", Number(p.DsLaneM)), ("offset", Number(p.OffsetM)));
                break;
            case GeoPosition p:
                Oriented("GeoPosition", p, ("latitude", Number(p.LatitudeRad)), ("longitude", Number(p.LongitudeRad)), ("height", Number(p.AltitudeM)));
                break;
            case RoutePosition p:
                xml.Element("RoutePosition", () =>
                {
                    xml.Element("RouteRef", () => Route(p.Route));
                    Orientation(p);
                    xml.Element("InRoutePosition", () => InRoute(p));
                });
                break;
            case TrajectoryPosition p:
                xml.Element("TrajectoryPosition", () =>
                {
                    Orientation(p);
                    TrajectoryRef(p.Trajectory);
                }, ("s", Number(p.AlongM)), ("t", Number(p.AcrossM)));
                break;
            default:
                throw new InvalidOperationException($"{position.GetType().Name} is no position");
        }
    }

    private void InRoute(RoutePosition p)
    {
        if (p.FromEntityId is { } entity)
        {
            xml.Empty("FromCurrentEntity", ("entityRef", entity));
        }
        else if (p.LaneId is { } lane)
        {
            xml.Empty("FromLaneCoordinates", ("pathS", Number(p.PathAlongM)), ("laneId", lane), ("laneOffset", Number(p.LaneOffsetM)));
        }
        else
        {
            xml.Empty("FromRoadCoordinates", ("pathS", Number(p.PathAlongM)), ("t", Number(p.AcrossM ?? 0)));
        }
    }

    private void Shape(TrajectoryShape shape)
    {
        switch (shape)
        {
            case PolylineShape line:
                xml.Element("Polyline", () =>
                {
                    foreach (var vertex in line.Vertices)
                    {
                        xml.Element("Vertex", () => Position(vertex.Position), ("time", Number(vertex.TimeS)));
                    }
                });
                break;
            case ClothoidShape curve:
                xml.Element("Clothoid", () => Position(curve.Position), ("curvature", Number(curve.CurvaturePerM)), ("curvaturePrime", Number(curve.CurvatureChangePerM2)), ("length", Number(curve.LengthM)), ("startTime", Number(curve.StartTimeS)), ("stopTime", Number(curve.StopTimeS)));
                break;
            case NurbsShape spline:
                xml.Element("Nurbs", () =>
                {
                    foreach (var point in spline.ControlPoints)
                    {
                        xml.Element("ControlPoint", () => Position(point.Position), ("time", Number(point.TimeS)), ("weight", Number(point.Weight)));
                    }

                    foreach (double knot in spline.Knots)
                    {
                        xml.Empty("Knot", ("value", Number(knot)));
                    }
                }, ("order", Number(spline.Order)));
                break;
            default:
                throw new InvalidOperationException($"{shape.GetType().Name} is no shape");
        }
    }

    private void Oriented(string name, StoryPosition position, params (string Name, string? Value)[] attributes) => xml.Element(name, () => Orientation(position), attributes);

    private void Orientation(StoryPosition position)
    {
        if (position.Orientation is { } o)
        {
            xml.Empty("Orientation", ("type", o.Relative ? "relative" : "absolute"), ("h", Number(o.HeadingRad)), ("p", Number(o.PitchRad)), ("r", Number(o.RollRad)));
        }
    }
}
