using Sim.Geometry;
using Sim.Plugins.Templates.Roads;

namespace Sim.Plugins.Templates.Families;

/// <summary>
/// The ego turns left across the path of an oncoming target. With an ego that keeps its speed with its box's centre on the turn's centre line,
/// the middle of its front meets the middle of the target's front; the boxes touch shortly before. Parameters: speed, target_speed.
/// </summary>
internal sealed class TurnAcrossTemplate : ScenarioTemplate
{
    /// <summary>The target.</summary>
    public Target Target { get; init; } = Target.Car;

    /// <summary>Lights or none.</summary>
    public CrossingControl Control { get; init; }

    /// <inheritdoc/>
    public override void Build(Scene scene)
    {
        var a = scene.Arguments;
        double v = a.Si("speed"), speed = a.Si("target_speed");
        scene.ConflictS = Math.Max(6, 16 / v);
        var crossing = new Crossing(TurnGeometry.For(v), Math.Max(v, speed) * (scene.ConflictS + 10) + 100);
        var path = crossing.Path(0, Turn.Left);
        double low = crossing.EntryM, high = crossing.ExitM(Turn.Left);
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Front(scene, path, middle).Y < StraightRoad.LaneWidthM ? (middle, high) : (low, middle);
        }

        double meets = (low + high) / 2;
        var at = Front(scene, path, meets);
        scene.PlaceEgo(path.PoseAt(meets - v * scene.ConflictS), v);
        scene.Map = crossing.ToMap(Control);
        scene.Route = Crossing.Route(0, Turn.Left);
        double x = at.X + Target.HalfLengthM + speed * scene.ConflictS;
        scene.AddMoving("target", Target, new Polyline([new(x, StraightRoad.LaneWidthM), new(-speed * 10 - 90, StraightRoad.LaneWidthM)]), speed);
        scene.EndIn(new Pose2d(crossing.ReachM, crossing.ReachM, Math.PI / 2), scene.EgoHalfLengthM);
    }

    private static Vector2d Front(Scene scene, Polyline path, double s)
    {
        // A chord around the point is closer to the curve's tangent than the segment's own direction.
        var along = path.PointAt(s + 0.2) - path.PointAt(s - 0.2);
        return path.PointAt(s) + along.UnitOr(new(1, 0)) * scene.EgoHalfLengthM;
    }
}
