using Sim.Geometry;
using Sim.Plugins.Templates.Roads;

namespace Sim.Studies.PseudoSimulation.Scenes;

/// <summary>
/// A straight line or an arc as poses with exact headings, some metres apart as in maps of real roads: the work of scorers and traffic models grows with
/// the number of points. Immutable.
/// </summary>
internal sealed class RoadLine
{
    private const double MissM = 0.02;
    private const double StraightSpacingM = 5;

    private readonly Pose2d[] _poses;

    /// <summary>Draws it.</summary>
    /// <param name="from">Its begin.</param>
    /// <param name="lengthM">Length, m.</param>
    /// <param name="curvature">1/m, positive turns left; 0 is straight.</param>
    public RoadLine(Pose2d from, double lengthM, double curvature = 0)
    {
        int count = Math.Max(1, (int)Math.Ceiling(lengthM / Spacing(curvature)));
        _poses = new Pose2d[count + 1];
        _poses[0] = from;
        for (int i = 1; i <= count; i++)
        {
            _poses[i] = curvature == 0
                ? from.Moved(lengthM * i / count)
                : new PathDrawing(_poses[i - 1]).Curve(curvature, curvature, lengthM / count).End;
        }
    }

    /// <summary>Where it ends.</summary>
    public Pose2d End => _poses[^1];

    /// <summary>The parallel line at a distance to the left, m.</summary>
    public Polyline ToLine(double leftM = 0) => new([.. _poses.Select(p => p.Position + p.ToDirection().Left * leftM)]);

    // The chord of an arc misses it by its length squared over eight radii.
    private static double Spacing(double curvature) => curvature == 0 ? StraightSpacingM : Math.Min(Math.Sqrt(8 * MissM / Math.Abs(curvature)), StraightSpacingM);
}
