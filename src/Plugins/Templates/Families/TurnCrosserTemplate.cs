using Sim.Geometry;
using Sim.Plugins.Templates.Roads;

namespace Sim.Plugins.Templates.Families;

/// <summary>
/// The ego turns at a crossing and meets a road user who crosses the road that it turns into. Parameters: speed, target_speed, impact, turn,
/// from, and of these what the family has: light.
/// </summary>
internal sealed class TurnCrosserTemplate : ScenarioTemplate
{
    /// <summary>The target.</summary>
    public Target Target { get; init; } = Target.Adult;

    /// <summary>Lateral distance from the ego's centre line at which the target starts from rest, m; 0: it comes at full speed.</summary>
    public double StartM { get; init; }

    /// <summary>Lights or signs.</summary>
    public CrossingControl Control { get; init; }

    /// <inheritdoc/>
    public override void Build(Scene scene)
    {
        var a = scene.Arguments;
        double v = a.Si("speed"), speed = a.Si("target_speed"), share = a.Si("impact");
        var turn = a.Word("turn") == "left" ? Turn.Left : Turn.Right;
        var crossing = new Crossing(TurnGeometry.For(v), v * 30 + 100);
        var path = crossing.Path(0, turn);

        // The whole ego has left the turn when its front meets the target, so that its heading is the road's.
        double meets = crossing.ExitM(turn) + scene.EgoHalfLengthM + 1;
        var at = path.PoseAt(meets);

        // Long enough before for the ego to start before the crossing, and for the target to come.
        double enters = (meets - crossing.EntryM + scene.EgoHalfLengthM + 2) / v;
        scene.ConflictS = Math.Max(enters, Crossers.NeedsS(scene, share, speed, StartM, 1) + 0.5);
        var front = new Pose2d(at.PointToWorld(new(scene.EgoHalfLengthM, 0)), turn == Turn.Left ? Math.PI / 2 : -Math.PI / 2);
        scene.PlaceEgo(path.PoseAt(meets - v * scene.ConflictS), v);
        scene.Map = crossing.ToMap(Control, Strip(front));
        scene.Route = Crossing.Route(0, turn);
        Crossers.Add(scene, front, Target, a.Word("from") == "near", share, speed, StartM, 1);
        scene.EndAtStandstill();
        scene.EndIn(front, Target.Body.WidthM + scene.EgoHalfLengthM + 1);
    }

    private static Polygon Strip(Pose2d front) => new(
    [
        front.PointToWorld(new(-1, -2)), front.PointToWorld(new(3, -2)), front.PointToWorld(new(3, 6)), front.PointToWorld(new(-1, 6)),
    ]);
}
