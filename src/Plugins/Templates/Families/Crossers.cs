using Sim.Geometry;

namespace Sim.Plugins.Templates.Families;

/// <summary>
/// Puts a target that crosses the ego's way at a right angle into a scene. The frame's origin is where the middle of the ego's front is at the
/// time of conflict, its x axis the ego's direction there.
/// </summary>
internal static class Crossers
{
    /// <summary>Time that the target needs from its start to the impact location, s.</summary>
    public static double NeedsS(Scene scene, double share, double speedMps, double startM, double withinM) =>
        startM > 0 ? Times.FromRest(scene.ImpactY(share) + startM, speedMps, withinM) : Scene.LeadTimeS;

    /// <summary>Adds the target.</summary>
    /// <param name="scene">The scene; its time of conflict must be set.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="target">The target.</param>
    /// <param name="near">True: from the right.</param>
    /// <param name="share">Impact location from the side it comes from.</param>
    /// <param name="speedMps">Its speed, m/s.</param>
    /// <param name="startM">Distance from the ego's centre line at which it starts from rest, m; 0: it comes at full speed.</param>
    /// <param name="withinM">Distance within which it reaches its speed, m.</param>
    public static void Add(Scene scene, Pose2d frame, Target target, bool near, double share, double speedMps, double startM, double withinM)
    {
        double sign = near ? 1 : -1, x = target.HalfWidthM;
        double impact = sign * scene.ImpactY(share);
        double way = startM > 0 ? sign * impact + startM : speedMps * scene.ConflictS;
        var path = new Polyline([frame.PointToWorld(new(x, impact - sign * way)), frame.PointToWorld(new(x, impact + sign * (speedMps * 40 + 20)))]);
        if (startM > 0)
        {
            double begin = scene.ConflictS - NeedsS(scene, share, speedMps, startM, withinM);
            scene.AddMoving("target", target, path, 0, new SpeedStep(Times.Us(begin), speedMps, Times.Rate(speedMps, withinM)));
        }
        else
        {
            scene.AddMoving("target", target, path, speedMps);
        }
    }
}
