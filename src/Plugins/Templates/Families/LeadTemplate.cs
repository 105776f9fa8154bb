using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Templates.Roads;

namespace Sim.Plugins.Templates.Families;

/// <summary>
/// A target ahead in the ego's lane that stands, is slower, brakes or accelerates. Parameters: speed, and of these what the family has:
/// target_speed (otherwise the ego's), overlap or impact, headway (m) or time_gap (s), decel, final_speed, brake_after, accel.
/// </summary>
internal sealed class LeadTemplate : ScenarioTemplate
{
    /// <summary>The target.</summary>
    public Target Target { get; init; } = Target.Car;

    /// <summary>What it does.</summary>
    public LeadMotion Motion { get; init; }

    /// <summary>True on a motorway, false on a road with oncoming traffic.</summary>
    public bool Motorway { get; init; }

    /// <summary>A pavement beside the road.</summary>
    public bool Pavement { get; init; }

    /// <inheritdoc/>
    public override void Build(Scene scene)
    {
        var a = scene.Arguments;
        double v = a.Si("speed");
        double target = Motion == LeadMotion.Stands ? 0 : a.Si("target_speed", v);
        double gap = a.Has("headway") ? a.Si("headway") : v * a.Si("time_gap", Scene.LeadTimeS);
        double rate = Motion switch { LeadMotion.Brakes => a.Si("decel"), LeadMotion.Accelerates => a.Si("accel"), _ => 1 };
        double final = Motion switch { LeadMotion.Brakes => a.Si("final_speed", 0), LeadMotion.Accelerates => v, _ => target };
        double after = a.Si("brake_after", 0);
        double conflict = Times.ToClose(gap, v, target, final, rate, after);
        if (!double.IsFinite(conflict) || conflict > 300)
        {
            throw new InputException($"an ego at {a.Text("speed")} never reaches the target of '{Name}': give it a higher speed or the target a lower one");
        }

        scene.ConflictS = conflict;
        scene.PlaceEgo(v);
        scene.Map = new StraightRoad
        {
            FromX = scene.EgoStartX - 60,
            ToX = Math.Max(v, target) * 40 + 300,
            LanesLeft = Motorway ? 1 : 0,
            LanesRight = Motorway ? 1 : 0,
            Oncoming = Motorway ? 0 : 1,
            Verge = Pavement ? [(LaneType.Sidewalk, 2.5)] : [],
        }.ToMap(Motorway ? "motorway" : "straight road");
        scene.Route = [StraightRoad.Same(0)];
        double y = a.Has("overlap") ? scene.OverlapY(a.Si("overlap"), Target.Body.WidthM)
            : a.Has("impact") ? scene.ImpactY(a.Si("impact"))
            : 0;
        double x = -v * conflict + gap + Target.HalfLengthM;
        if (Motion == LeadMotion.Stands)
        {
            scene.AddStanding("target", Target, new Pose2d(x, y, 0));
            scene.EndAtStandstill();
            return;
        }

        var path = new Polyline([new(x, y), new(Math.Max(v, target) * 40 + 290, y)]);
        SpeedStep[] script = Motion == LeadMotion.Keeps ? [] : [new SpeedStep(Times.Us(after), final, rate)];
        scene.AddMoving("target", Target, path, target, script);
        if (final < 1)
        {
            scene.EndAtStandstill();
        }
        else if (Motion == LeadMotion.Keeps)
        {
            scene.EndSlower(final);
        }
    }
}
