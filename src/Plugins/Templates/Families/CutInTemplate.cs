using Sim.Geometry;
using Sim.Plugins.Templates.Roads;

namespace Sim.Plugins.Templates.Families;

/// <summary>
/// A slower target changes into the ego's lane when the ego's time to collision with it has fallen to a value. Parameters: speed, target_speed,
/// ttc, duration, and of these what the family has: from, brake_after, decel, shift.
/// </summary>
internal sealed class CutInTemplate : ScenarioTemplate
{
    /// <summary>The target.</summary>
    public Target Target { get; init; } = Target.Car;

    /// <summary>Side it comes from where the family has no parameter for it.</summary>
    public string From { get; init; } = "left";

    /// <summary>Time before it begins to change lanes, s.</summary>
    public double BeforeS { get; init; } = Scene.LeadTimeS;

    /// <inheritdoc/>
    public override void Build(Scene scene)
    {
        var a = scene.Arguments;
        double v = a.Si("speed"), target = a.Si("target_speed"), ttc = a.Si("ttc"), duration = a.Si("duration");
        if (!(target < v))
        {
            throw new InputException($"'{Name}' has the target at {a.Text("target_speed")} and the ego at {a.Text("speed")}; the target must be slower, or there is no time to collision");
        }

        double sign = a.Word("from", From) == "left" ? 1 : -1;
        double lane = sign * StraightRoad.LaneWidthM;
        scene.ConflictS = BeforeS + ttc;
        scene.PlaceEgo(v);
        scene.Map = new StraightRoad
        {
            FromX = scene.EgoStartX - 100,
            ToX = v * 40 + 300,
            LanesLeft = 1,
            LanesRight = 1,
            Oncoming = 0,
        }.ToMap("motorway");
        scene.Route = [StraightRoad.Same(0)];
        double x = -v * scene.ConflictS + (v - target) * scene.ConflictS + Target.HalfLengthM;
        var path = new PathDrawing(new Pose2d(x, lane, 0))
            .Line(target * BeforeS)
            .Shift(target * duration, -sign * a.Si("shift", StraightRoad.LaneWidthM))
            .Line(target * 40 + 200)
            .ToLine();
        SpeedStep[] script = a.Has("brake_after")
            ? [new SpeedStep(Times.Us(BeforeS + a.Si("brake_after")), a.Si("final_speed", 0), a.Si("decel"))]
            : [];
        scene.AddMoving("target", Target, path, target, script);
        scene.EndAtStandstill();
    }
}
