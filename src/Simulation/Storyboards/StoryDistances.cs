using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>Distances between entities and places as conditions and actions measure them. Stateless; nothing allocates.</summary>
internal static class StoryDistances
{
    /// <summary>
    /// Distance of another entity, m: positive ahead or to the left, negative behind or to the right; straight distances bear the sign of ahead and
    /// behind.
    /// </summary>
    /// <returns>False when it cannot be measured: no way along roads.</returns>
    public static bool Between(RoadNet net, StoryActor from, StoryActor to, DistanceMeasure measure, out double distance)
    {
        if (measure.Coordinates is StoryCoordinates.Road or StoryCoordinates.Lane && measure.Type != StoryDistanceType.Euclidian)
        {
            return AlongRoad(net, from, to, measure, out distance);
        }

        if (measure.Coordinates == StoryCoordinates.Trajectory && measure.Type == StoryDistanceType.Longitudinal && from.Curve is { } curve)
        {
            distance = curve.Nearest(to.X, to.Y) - from.CurveS;
            return true;
        }

        if (!measure.Freespace)
        {
            distance = Straight(from, to.X, to.Y, measure);
            return true;
        }

        OrientedBox a = from.Box, b = to.Box;
        if (measure.Type == StoryDistanceType.Euclidian)
        {
            var ahead = b.Centre - a.Centre;
            distance = a.DistanceTo(b) * (ahead.X * a.Axis.X + ahead.Y * a.Axis.Y < 0 ? -1 : 1);
            return true;
        }

        Span<Vector2d> corners = stackalloc Vector2d[4];
        b.Corners(corners);
        distance = Gap(a, corners, measure);
        return true;
    }

    /// <summary>Distance of a place, m, signed as that of an entity.</summary>
    public static bool ToPlace(RoadNet net, StoryActor from, in StoryPose to, DistanceMeasure measure, out double distance)
    {
        if (measure.Coordinates is StoryCoordinates.Road or StoryCoordinates.Lane && measure.Type != StoryDistanceType.Euclidian)
        {
            return AlongRoad(net, from, to.Place, measure, out distance);
        }

        if (!measure.Freespace)
        {
            distance = Straight(from, to.X, to.Y, measure);
            return true;
        }

        var box = from.Box;
        var point = new Vector2d(to.X, to.Y);
        if (measure.Type == StoryDistanceType.Euclidian)
        {
            var ahead = point - box.Centre;
            distance = box.DistanceTo(point) * (ahead.X * box.Axis.X + ahead.Y * box.Axis.Y < 0 ? -1 : 1);
            return true;
        }

        Span<Vector2d> corners = [point];
        distance = Gap(box, corners, measure);
        return true;
    }

    /// <summary>Way along roads between reference points, m, positive ahead; false when there is none.</summary>
    public static bool Along(RoadNet net, StoryActor from, in NetPlace to, out double distance)
    {
        distance = 0;
        return from.Place.IsOn && to.IsOn && net.Ways.Between(from.Place, from.FacesUp, to, from.Room, out distance, out _);
    }

    private static double Straight(StoryActor from, double x, double y, DistanceMeasure measure)
    {
        double dx = x - from.X, dy = y - from.Y;
        if (measure.Coordinates == StoryCoordinates.World && measure.Type != StoryDistanceType.Euclidian)
        {
            return measure.Type == StoryDistanceType.Longitudinal ? dx : dy;
        }

        var (sin, cos) = Pinned.SinCos(from.Heading);
        double ahead = dx * cos + dy * sin, left = dy * cos - dx * sin;
        return measure.Type switch
        {
            StoryDistanceType.Longitudinal => ahead,
            StoryDistanceType.Lateral => left,
            _ => Math.Sqrt(dx * dx + dy * dy) * (ahead > 0 ? 1 : -1),
        };
    }

    private static double Gap(in OrientedBox box, ReadOnlySpan<Vector2d> corners, DistanceMeasure measure)
    {
        bool along = measure.Type == StoryDistanceType.Longitudinal;
        bool world = measure.Coordinates == StoryCoordinates.World;
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var corner in corners)
        {
            var local = world ? corner - box.Centre : box.ToBody(corner);
            double value = along ? local.X : local.Y;
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        double half = along ? box.HalfLengthM : box.HalfWidthM;
        if (world)
        {
            double x = Math.Abs(box.Axis.X), y = Math.Abs(box.Axis.Y);
            half = along ? x * box.HalfLengthM + y * box.HalfWidthM : y * box.HalfLengthM + x * box.HalfWidthM;
        }

        return low > half ? low - half : high < -half ? high + half : 0;
    }

    private static bool AlongRoad(RoadNet net, StoryActor from, StoryActor to, DistanceMeasure measure, out double distance)
    {
        distance = 0;
        if (!from.Place.IsOn || !to.Place.IsOn || !net.Ways.Between(from.Place, from.FacesUp, to.Place, from.Room, out double ds, out bool opposed))
        {
            return false;
        }

        double sign = from.FacesUp ? 1 : -1, other = opposed ? -sign : sign;
        double left = (other * RoadNet.Across(to.Place)) - (sign * RoadNet.Across(from.Place));
        bool along = measure.Type == StoryDistanceType.Longitudinal;
        if (!measure.Freespace)
        {
            distance = along ? ds : left;
            return true;
        }

        if (from.Box.Overlaps(to.Box))
        {
            return true;
        }

        Reach(from, sign, along, out double low, out double high);
        Reach(to, other, along, out double otherLow, out double otherHigh);
        double middle = along ? ds : left;
        double nearest = middle + otherLow - high, farthest = middle + otherHigh - low;
        distance = nearest > 0 ? nearest : farthest < 0 ? farthest : 0;
        return true;
    }

    private static bool AlongRoad(RoadNet net, StoryActor from, in NetPlace to, DistanceMeasure measure, out double distance)
    {
        distance = 0;
        if (!from.Place.IsOn || !to.IsOn || !net.Ways.Between(from.Place, from.FacesUp, to, from.Room, out double ds, out bool opposed))
        {
            return false;
        }

        double sign = from.FacesUp ? 1 : -1, other = opposed ? -sign : sign;
        bool along = measure.Type == StoryDistanceType.Longitudinal;
        double middle = along ? ds : (other * RoadNet.Across(to)) - (sign * RoadNet.Across(from.Place));
        double low = 0, high = 0;
        if (measure.Freespace)
        {
            Reach(from, sign, along, out low, out high);
        }

        distance = middle > high ? middle - high : middle < low ? middle - low : 0;
        return true;
    }

    /// <summary>How far a box reaches along or across the road from its reference point, in the road's direction times a sign.</summary>
    private static void Reach(StoryActor actor, double sign, bool along, out double low, out double high)
    {
        double heading = RoadLineIndex.ReferenceAt(actor.Place.Road!, actor.Place.S).HeadingRad;
        var (sin, cos) = Pinned.SinCos(heading);
        double k = RoadNet.Curvature(actor.Place), stretch = Math.Max(1 - k * RoadNet.Across(actor.Place), 0.05);
        Span<Vector2d> corners = stackalloc Vector2d[4];
        actor.Box.Corners(corners);
        (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var corner in corners)
        {
            double dx = corner.X - actor.X, dy = corner.Y - actor.Y;
            double ahead = dx * cos + dy * sin;
            // The road bends away under the box.
            double value = sign * (along ? ahead / stretch : dy * cos - dx * sin - 0.5 * k * ahead * ahead);
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
    }
}
