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

    /// <summary>True: the ego drives backwards, and everything happens behind it.</summary>
    public bool Reverse { get; init; }

    /// <inheritdoc/>
    public override void Build(Scene scene)
    {
        var a = scene.Arguments;
        double v = a.Si("speed"), speed = a.Si("target_speed"), share = a.Si("impact");
        scene.ConflictS = Math.Max(Scene.LeadTimeS, Crossers.NeedsS(scene, share, speed, StartM, WithinM) + 0.5);
        if (Reverse)
        {
            scene.PlaceEgo(new Pose2d(scene.EgoHalfLengthM + v * scene.ConflictS, 0, 0), -v);
        }
        else
        {
            scene.PlaceEgo(v);
        }

        scene.Map = new StraightRoad
        {
            FromX = -v * scene.ConflictS - 80,
            ToX = v * 40 + 200,
            Verge = Obstructed ? [(LaneType.Parking, 2.6), (LaneType.Sidewalk, 2.5)] : [(LaneType.Sidewalk, 2.5)],
        }.ToMap(Obstructed ? "street with parked cars" : "street");
        scene.Route = [StraightRoad.Same(0)];
        Crossers.Add(scene, new Pose2d(0, 0, Reverse ? Math.PI : 0), Target, a.Word("from", From) == "near", share, speed, StartM, WithinM);
        if (Obstructed)
        {
            AddParkedCars(scene);
        }

        scene.EndAtStandstill();
        if (!Reverse)
        {
            scene.EndBeyond(Target.Body.WidthM + scene.EgoHalfLengthM + 1);
        }
    }

    // One metre between the ego's side and the row, between the cars, and between the larger car and the target's way.
    private static void AddParkedCars(Scene scene)
    {
        double side = -scene.Vehicle.WidthM / 2 - 1;
        double front = -1;
        foreach (var (id, car) in ((string, Target)[])[("parked-large", Target.LargeCar), ("parked-small", Target.SmallCar)])
        {
            scene.AddStanding(id, car, new Pose2d(front - car.HalfLengthM, side - car.HalfWidthM, 0));
            front -= car.Body.LengthM + 1;
        }
    }
}
