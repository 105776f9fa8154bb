using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Traffic;

/// <summary>One lane or connector with its centre line. Immutable but for the link to its successor.</summary>
internal sealed class SceneLane
{
    private const double HeadingStepM = 0.5;

    private SceneLane(MapPolygon source, Polygon area, Vector2d[] points)
    {
        Id = source.Id;
        IsConnector = source.Type == MapPolygonType.LaneConnector;
        SpeedLimitMps = source.SpeedLimitMps is > 0 ? source.SpeedLimitMps : null;
        Area = area;
        Points = points;
        ArcLengthsM = new double[points.Length];
        Headings = new double[points.Length];
        for (int i = 1; i < points.Length; i++)
        {
            ArcLengthsM[i] = ArcLengthsM[i - 1] + points[i - 1].DistanceTo(points[i]);
            Headings[i - 1] = (points[i] - points[i - 1]).ToHeading();
        }

        Headings[^1] = Headings[^2];
    }

    public string Id { get; }

    public bool IsConnector { get; }

    public double? SpeedLimitMps { get; }

    public Polygon Area { get; }

    public Vector2d[] Points { get; }

    public double[] ArcLengthsM { get; }

    /// <summary>Of the segment that begins at each point, rad; the last repeats.</summary>
    public double[] Headings { get; }

    public SceneLane? Successor { get; set; }

    public double LengthM => ArcLengthsM[^1];

    public static SceneLane? TryBuild(MapPolygon source, Polygon area, IReadOnlyList<Pose2d> line)
    {
        var points = new Vector2d[line.Count];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = line[i].Position;
        }

        var lane = new SceneLane(source, area, points);
        return lane.LengthM > 0 ? lane : null;
    }

    /// <summary>Arc length of the nearest point of the centre line, m.</summary>
    public double Project(Vector2d p) => LineMath.Project(Points, ArcLengthsM, p);

    /// <summary>The nearest point with the direction from it to the point half a metre further on.</summary>
    public Pose2d NearestPose(Vector2d p)
    {
        double s = Project(p);
        var here = LineMath.PointAt(Points, ArcLengthsM, s);
        var there = LineMath.PointAt(Points, ArcLengthsM, s + HeadingStepM);
        if (here == there)
        {
            (there, var back) = (here, LineMath.PointAt(Points, ArcLengthsM, s - HeadingStepM));
            return new Pose2d(here, (there - back).ToHeading());
        }

        return new Pose2d(here, (there - here).ToHeading());
    }
}
