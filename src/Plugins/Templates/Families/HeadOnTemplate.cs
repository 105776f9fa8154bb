using Sim.Geometry;
using Sim.Plugins.Templates.Roads;

namespace Sim.Plugins.Templates.Families;

/// <summary>
/// A target comes towards the ego: in the ego's lane all the way, or by a change of lane that ends half a second before the impact. Its centre
/// meets the ego's front at the impact location, counted from the ego's near side. Parameters: speed, impact, and of these what the family has:
/// target_speed (otherwise the ego's), duration.
/// </summary>
internal sealed class HeadOnTemplate : ScenarioTemplate
{
    private const double SettledS = 0.5;

    /// <summary>The target.</summary>
    public Target Target { get; init; } = Target.Car;

    /// <summary>True: the target comes out of its own lane.</summary>
    public bool ChangesLane { get; init; }

    /// <summary>True: it overtakes a slower vehicle in its own lane.</summary>
    public bool Overtakes { get; init; }

    /// <inheritdoc/>
    public override void Build(Scene scene)
    {
        var a = scene.Arguments;
        double v = a.Si("speed"), speed = a.Si("target_speed", v), y = scene.ImpactY(a.Si("impact"));
        scene.ConflictS = ChangesLane ? 5 : Scene.LeadTimeS;
        scene.PlaceEgo(v);
        double end = speed * 40 + 200;
        scene.Map = new StraightRoad { FromX = Math.Min(scene.EgoStartX, 0) - end - 80, ToX = Math.Max(v, speed) * 40 + 300 }.ToMap("two-way road");
        scene.Route = [StraightRoad.Same(0)];
        double way = speed * scene.ConflictS;
        if (!ChangesLane)
        {
            scene.AddMoving("target", Target, new Polyline([new(Target.HalfLengthM + way, y), new(-end, y)]), speed);
        }
        else
        {
            double shift = y - StraightRoad.LaneWidthM, forward = speed * a.Si("duration"), settled = speed * SettledS;

            // The curve is longer than its chord: the straight part before it takes up the difference.
            double curve = new PathDrawing(new Pose2d(0, 0, 0)).Shift(forward, shift).ToLine().LengthM;
            double before = Math.Max(way - curve - settled, 0.1);
            var path = new PathDrawing(new Pose2d(Target.HalfLengthM + before + forward + settled, StraightRoad.LaneWidthM, Math.PI))
                .Line(before)
                .Shift(forward, -shift)
                .Line(settled + end)
                .ToLine();
            scene.AddMoving("target", Target, path, speed);
            if (Overtakes)
            {
                // When the target has left its lane it is still two metres behind the other's rear.
                double slow = speed * 0.6;
                double clear = before / speed + 0.65 * a.Si("duration");
                double start = Target.HalfLengthM + before + forward + settled;
                double x = start - speed * clear - Target.HalfLengthM - Target.Car.HalfLengthM - 2 + slow * clear;
                scene.AddMoving("overtaken", Target.Car, new Polyline([new(x, StraightRoad.LaneWidthM), new(-end, StraightRoad.LaneWidthM)]), slow);
            }
        }

        scene.EndBeyond(Target.Body.LengthM + scene.EgoHalfLengthM + 1);
    }
}
