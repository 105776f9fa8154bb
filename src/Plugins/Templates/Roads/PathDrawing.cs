using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Plugins.Templates.Roads;

/// <summary>A line drawn piece by piece, with exact headings, so that its parallels join exactly. Not thread-safe.</summary>
internal sealed class PathDrawing
{
    private const double StepM = 0.25;
    private readonly List<Pose2d> _poses = [];

    /// <summary>Begins at a pose.</summary>
    public PathDrawing(Pose2d start) => _poses.Add(start);

    /// <summary>Where it ends.</summary>
    public Pose2d End => _poses[^1];

    /// <summary>The poses, in order.</summary>
    public IReadOnlyList<Pose2d> Poses => _poses;

    /// <summary>Goes straight on.</summary>
    public PathDrawing Line(double lengthM)
    {
        _poses.Add(End.Moved(lengthM));
        return this;
    }

    /// <summary>A curve whose curvature changes linearly: an arc when both are equal, otherwise a clothoid. Positive turns left.</summary>
    public PathDrawing Curve(double fromCurvature, double toCurvature, double lengthM)
    {
        int count = Math.Max(1, (int)Math.Ceiling(lengthM / StepM));
        double step = lengthM / count;
        double sharpening = (toCurvature - fromCurvature) / lengthM;
        var start = End;
        var at = start.Position;
        for (int i = 0; i < count; i++)
        {
            double from = i * step;

            // Gauss-Legendre with three points: exact to rounding at this step.
            at += step * (5.0 / 18 * Along(from + step * (0.5 - Node)) + 8.0 / 18 * Along(from + step * 0.5) + 5.0 / 18 * Along(from + step * (0.5 + Node)));
            _poses.Add(new Pose2d(at, HeadingAt(from + step)));
        }

        return this;

        double HeadingAt(double s) => start.HeadingRad + s * (fromCurvature + sharpening * s / 2);

        Vector2d Along(double s) => Vector2d.FromHeading(HeadingAt(s));
    }

    /// <summary>A change of lane: a fifth-order polynomial from one lateral position to another, without curvature at its ends.</summary>
    public PathDrawing Shift(double forwardM, double leftM)
    {
        int count = Math.Max(8, (int)Math.Ceiling(forwardM / StepM / 2));
        var start = End;
        for (int i = 1; i <= count; i++)
        {
            double u = (double)i / count;
            double side = leftM * u * u * u * (10 + u * (6 * u - 15));
            double slope = leftM / forwardM * 30 * u * u * (1 - u) * (1 - u);
            _poses.Add(new Pose2d(start.PointToWorld(new(forwardM * u, side)), start.HeadingRad + Pinned.Atan(slope)));
        }

        return this;
    }

    /// <summary>The parallel line at a distance to the left, m.</summary>
    public Polyline ToLine(double leftM = 0) => new([.. _poses.Select(p => leftM == 0 ? p.Position : p.Position + p.ToDirection().Left * leftM)]);

    private static readonly double Node = Math.Sqrt(0.15);
}
