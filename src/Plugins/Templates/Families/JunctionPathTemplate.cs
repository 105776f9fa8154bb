using Sim.Plugins.Templates.Roads;

namespace Sim.Plugins.Templates.Families;

/// <summary>
/// The ego goes straight over a crossing; the target turns there across or into its way. With an ego that keeps its speed both boxes' centres
/// would reach the same point together, so that they touch before. Parameters: speed, target_speed.
/// </summary>
internal sealed class JunctionPathTemplate : ScenarioTemplate
{
    private const double RateMps2 = 3;
    private const double SlowS = 1.5;

    /// <summary>The target.</summary>
    public Target Target { get; init; } = Target.Car;

    /// <summary>Arm that the target comes from; 0 is the ego's own.</summary>
    public int Arm { get; init; }

    /// <summary>Its way.</summary>
    public Turn Turn { get; init; }

    /// <summary>Lights or signs.</summary>
    public CrossingControl Control { get; init; }

    /// <inheritdoc/>
    public override void Build(Scene scene)
    {
        var a = scene.Arguments;
        double v = a.Si("speed"), speed = a.Si("target_speed");
        double braking = Arm == 0 ? Math.Max(v - speed, 0) / RateMps2 + SlowS + 1 : 0;
        scene.ConflictS = Math.Max(Math.Max(6, 32 / v), braking);
        var crossing = new Crossing(TurnGeometry.Fast, Math.Max(v, speed) * (scene.ConflictS + 12) + 100);
        var path = crossing.Path(Arm, Turn);

        // Where the target's centre is nearest to the ego's lane within the crossing; from the ego's own arm, where it begins to leave it.
        double meets = Arm == 0 ? crossing.EntryM + 4 : crossing.EntryM, least = double.PositiveInfinity;
        for (double s = meets; Arm != 0 && s <= crossing.ExitM(Turn); s += 0.05)
        {
            double off = Math.Abs(path.PointAt(s).Y);
            if (off < least - 1e-9)
            {
                (least, meets) = (off, s);
            }
        }

        scene.PlaceEgo(v, path.PointAt(meets).X + scene.EgoHalfLengthM);
        scene.Map = crossing.ToMap(Control);
        scene.Route = Crossing.Route(0, Turn.Straight);
        if (Arm == 0)
        {
            AddBraking(scene, path, meets, v, speed);
        }
        else
        {
            scene.AddMoving("target", Target, path.Slice(meets - speed * scene.ConflictS, path.LengthM), speed);
        }

        scene.EndBeyond(2 * crossing.ReachM + 20);
    }

    // It drives ahead at the ego's speed, brakes at 3 m/s² to its turning speed at the crossing, and is caught up there.
    private void AddBraking(Scene scene, Sim.Geometry.Polyline path, double meets, double v, double speed)
    {
        double turning = Math.Min(speed, v);
        double braking = (v - turning) / RateMps2, way = (v + turning) / 2 * braking;
        double lost = v * (braking + SlowS) - way - turning * SlowS;
        if (lost < (scene.Vehicle.LengthM + Target.Body.LengthM) / 2 + 2)
        {
            throw new InputException($"'{Name}' has the target turn at {scene.Arguments.Text("target_speed")} and the ego at {scene.Arguments.Text("speed")}; it must turn clearly slower, or the ego starts inside it");
        }

        double before = Math.Max(scene.ConflictS - SlowS - braking, 0);
        double start = meets - (turning * SlowS + way + v * before);
        scene.AddMoving("target", Target, path.Slice(start, path.LengthM), v, new SpeedStep(Times.Us(before), turning, RateMps2));
    }
}
