using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Templates.Roads;

namespace Sim.Plugins.Templates.Families;

/// <summary>
/// A road user or an animal that crosses a straight road at a right angle. Its box's centre meets the ego's front at the impact location,
/// which counts from the side it comes from. Parameters: speed, target_speed, impact, and of these what the family has: from, light.
/// </summary>
internal sealed class CrossingTemplate : ScenarioTemplate
{
    /// <summary>The target.</summary>
    public Target Target { get; init; } = Target.Adult;

    /// <summary>The side it comes from where the family has no parameter for it: "near" (right) or "far" (left).</summary>
    public string From { get; init; } = "near";

    /// <summary>Lateral distance from the ego's centre line at which it starts from rest, m; 0: it comes at full speed.</summary>
    public double StartM { get; init; }

    /// <summary>Distance within which it reaches its speed, m.</summary>
    public double WithinM { get; init; } = 1;

    /// <summary>Two parked cars hide it.</summary>
    public bool Obstructed { get; init; }

    /// <inheritdoc/>
    public override void Build(Scene scene)
    {
        var a = scene.Arguments;
        double v = a.Si("speed"), target = a.Si("target_speed");
        double sign = a.Word("from", From) == "near" ? 1 : -1;
        double impactY = sign * scene.ImpactY(a.Si("impact"));
        double way = StartM > 0 ? sign * impactY + StartM : target * Scene.LeadTimeS;
        double needs = StartM > 0 ? Times.FromRest(way, target, WithinM) : Scene.LeadTimeS;
        scene.ConflictS = Math.Max(Scene.LeadTimeS, needs + 0.5);
        scene.PlaceEgo(v);
        scene.Map = new StraightRoad
        {
            FromX = scene.EgoStartX - 60,
            ToX = v * 40 + 200,
            Verge = Obstructed ? [(LaneType.Parking, 2.6), (LaneType.Sidewalk, 2.5)] : [(LaneType.Sidewalk, 2.5)],
        }.ToMap(Obstructed ? "street with parked cars" : "street");
        scene.Route = [StraightRoad.Same(0)];
        double x = Target.HalfWidthM;
        if (StartM > 0)
        {
            var path = new Polyline([new(x, impactY - sign * way), new(x, sign * 40)]);
            scene.AddMoving("target", Target, path, 0, new SpeedStep(Times.Us(scene.ConflictS - needs), target, Times.Rate(target, WithinM)));
        }
        else
        {
            var path = new Polyline([new(x, impactY - sign * target * scene.ConflictS), new(x, impactY + sign * (target * 30 + 20))]);
            scene.AddMoving("target", Target, path, target);
        }

        if (Obstructed)
        {
            double side = -scene.Vehicle.WidthM / 2 - 1;
            double front = -1;
            foreach (var (id, car) in ((string, Target)[])[("parked-large", Target.LargeCar), ("parked-small", Target.SmallCar)])
            {
                scene.AddStanding(id, car, new Pose2d(front - car.HalfLengthM, side - car.HalfWidthM, 0));
                front -= car.Body.LengthM + 1;
            }
        }

        scene.EndAtStandstill();
        scene.EndBeyond(x + Target.HalfWidthM + scene.EgoHalfLengthM + 1);
    }
}
