using Sim.Geometry;
using Sim.Plugins.Templates.Roads;

namespace Sim.Plugins.Templates.Families;

/// <summary>The ego goes straight over a crossing and meets a vehicle that comes from the side. Parameters: speed, target_speed, impact, from.</summary>
internal sealed class CrossingVehicleTemplate : ScenarioTemplate
{
    /// <summary>The target.</summary>
    public Target Target { get; init; } = Target.Car;

    /// <summary>Lights or signs, both in the ego's favour.</summary>
    public CrossingControl Control { get; init; }

    /// <inheritdoc/>
    public override void Build(Scene scene)
    {
        var a = scene.Arguments;
        double v = a.Si("speed"), speed = a.Si("target_speed");
        bool near = a.Word("from") == "near";
        double lane = near ? Crossing.Reach(TurnGeometry.Fast) : Crossing.Reach(TurnGeometry.Fast) - StraightRoad.LaneWidthM;
        double front = lane - Target.HalfWidthM;

        // A slow ego starts earlier, so that it is still before the crossing.
        scene.ConflictS = Math.Max(Scene.LeadTimeS, (front + 2) / v);
        var crossing = new Crossing(TurnGeometry.Fast, Math.Max(v, speed) * (scene.ConflictS + 12) + 100);
        scene.PlaceEgo(v, front);
        scene.Map = crossing.ToMap(Control);
        scene.Route = Crossing.Route(0, Turn.Straight);
        Crossers.Add(scene, new Pose2d(front, 0, 0), Target, near, a.Si("impact"), speed, 0, 1);
        scene.EndBeyond(front + Target.Body.WidthM + scene.EgoHalfLengthM + 1);
    }
}
