using System.Runtime.CompilerServices;
using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Traffic;

/// <summary>The lanes and connectors of a scene's map that have a centre line, in the map's order, and its junction areas. Built once per map; thread-safe.</summary>
internal sealed class LaneTable
{
    // The ends of two lanes that belong together: maps leave gaps of some decimetres, neighbouring lanes are metres apart.
    private const double JoinM = 0.5;
    private const double JoinRad = Math.PI / 4;
    private static readonly ConditionalWeakTable<SceneMap, LaneTable> Built = [];
    private readonly List<SceneLane> _lanes = [];
    private readonly List<Polygon> _lanesWithoutLine = [];
    private readonly List<Polygon> _junctions = [];

    private LaneTable(SceneMap map)
    {
        foreach (var area in map.Polygons)
        {
            bool lane = area.Type is MapPolygonType.Lane or MapPolygonType.LaneConnector;
            if (area.Exterior.Count < 3 || (!lane && area.Type != MapPolygonType.Intersection))
            {
                continue;
            }

            var polygon = new Polygon(area.Exterior);
            if (!lane)
            {
                _junctions.Add(polygon);
            }
            else if (area.Baseline is { Count: > 1 } line && SceneLane.TryBuild(area, polygon, line) is { } built)
            {
                _lanes.Add(built);
            }
            else if (area.Type == MapPolygonType.Lane)
            {
                _lanesWithoutLine.Add(polygon);
            }
        }

        foreach (var lane in _lanes)
        {
            lane.Successor = StraightestAfter(lane);
        }
    }

    public static LaneTable Of(SceneMap map) => Built.GetValue(map, static key => new LaneTable(key));

    public IReadOnlyList<SceneLane> Lanes => _lanes;

    public bool InLane(Vector2d p)
    {
        foreach (var lane in _lanes)
        {
            if (!lane.IsConnector && Inside(lane.Area, p))
            {
                return true;
            }
        }

        return AnyInside(_lanesWithoutLine, p);
    }

    public bool InJunction(Vector2d p) => AnyInside(_junctions, p);

    /// <summary>The lane under a pose, else (inside a junction) the connector: the one whose direction is nearest.</summary>
    /// <param name="pose">Box centre.</param>
    /// <param name="wrapped">False: headings are subtracted without regard to the circle, as the reference does.</param>
    public SceneLane? At(Pose2d pose, bool wrapped)
    {
        bool connectors = !InLane(pose.Position);
        if (connectors && !InJunction(pose.Position))
        {
            return null;
        }

        SceneLane? best = null;
        double smallest = double.PositiveInfinity;
        foreach (var lane in _lanes)
        {
            if (lane.IsConnector == connectors && Inside(lane.Area, pose.Position))
            {
                double heading = lane.NearestPose(pose.Position).HeadingRad;
                double difference = Math.Abs(wrapped ? Pinned.AngleDifference(heading, pose.HeadingRad) : heading - pose.HeadingRad);
                if (difference < smallest)
                {
                    (best, smallest) = (lane, difference);
                }
            }
        }

        return best;
    }

    private SceneLane? StraightestAfter(SceneLane lane)
    {
        SceneLane? best = null;
        double smallest = double.PositiveInfinity;
        foreach (var next in _lanes)
        {
            if (next != lane
                && next.Points[0].DistanceTo(lane.Points[^1]) <= JoinM
                && Math.Abs(Pinned.AngleDifference(next.Headings[0], lane.Headings[^1])) <= JoinRad)
            {
                double turn = Math.Abs(Pinned.AngleDifference(next.Headings[^1], lane.Headings[^1]));
                if (turn < smallest)
                {
                    (best, smallest) = (next, turn);
                }
            }
        }

        return best;
    }

    private static bool AnyInside(List<Polygon> areas, Vector2d p)
    {
        foreach (var area in areas)
        {
            if (Inside(area, p))
            {
                return true;
            }
        }

        return false;
    }

    // Strictly: a point on the border is in neither of two neighbours.
    private static bool Inside(Polygon area, Vector2d p) => area.Contains(p) && area.BorderDistanceTo(p) > 0;
}
