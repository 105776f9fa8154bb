using Sim.Geometry;

namespace Sim.Plugins.Criticality.Scenes;

/// <summary>Where the ego's centre went, prolonged straight at both ends.</summary>
internal static class EgoPath
{
    private const double MinSpacingM = 0.05;
    private const double ProlongM = 300;

    /// <summary>The path of an ego that is present at one step at least.</summary>
    public static Polyline Of(Track ego)
    {
        var points = new List<Vector2d>(ego.Count + 2);
        int first = -1;
        for (int step = ego.FirstStep; step < ego.EndStep; step++)
        {
            if (!ego.IsPresent(step))
            {
                continue;
            }

            first = first < 0 ? step : first;
            var point = new Vector2d(ego.X.Span[step - ego.FirstStep], ego.Y.Span[step - ego.FirstStep]);
            if (points.Count == 0 || point.DistanceTo(points[^1]) >= MinSpacingM)
            {
                points.Add(point);
            }
        }

        // An ego that stands has no direction of travel but its heading.
        var forward = Vector2d.FromHeading(ego.HeadingRad.Span[first - ego.FirstStep]);
        var begin = points.Count > 1 ? (points[1] - points[0]).UnitOr(forward) : forward;
        var end = points.Count > 1 ? (points[^1] - points[^2]).UnitOr(forward) : forward;
        points.Insert(0, points[0] - begin);
        points.Add(points[^1] + end * ProlongM);
        return new Polyline(points);
    }
}
