using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Templates.Roads;

namespace Sim.Plugins.Templates.Families;

/// <summary>
/// A parked car pulls out, or a car backs out of a driveway, in front of the ego. Parameters: speed, target_speed, and for the driveway impact.
/// </summary>
internal sealed class PullOutTemplate : ScenarioTemplate
{
    private const double RateMps2 = 2;
    private const long SampleUs = 50_000;

    /// <summary>True: backwards out of a driveway; false: out of a parking place beside the lane.</summary>
    public bool Backing { get; init; }

    /// <inheritdoc/>
    public override void Build(Scene scene)
    {
        var a = scene.Arguments;
        double v = a.Si("speed"), speed = a.Si("target_speed");
        var car = Target.Car;
        scene.ConflictS = 6;
        scene.PlaceEgo(v);
        scene.Map = new StraightRoad
        {
            FromX = scene.EgoStartX - 60,
            ToX = v * 40 + 300,
            Verge = [(LaneType.Parking, 2.6), (LaneType.Sidewalk, 2.5)],
        }.ToMap("street with parking places");
        scene.Route = [StraightRoad.Same(0)];
        if (Backing)
        {
            AddBacking(scene, car, speed, scene.ImpactY(a.Si("impact")));
            scene.EndBeyond(car.Body.WidthM + scene.EgoHalfLengthM + 1);
            return;
        }

        // It has been on its way for two and a half seconds when the ego arrives.
        double moving = 2.5;
        double accelerating = Math.Min(speed / RateMps2, moving);
        double gone = RateMps2 * accelerating * accelerating / 2 + speed * (moving - accelerating);
        var path = new PathDrawing(new Pose2d(car.HalfLengthM - gone + 0.5, -StraightRoad.LaneWidthM / 2 - 1.2, 0))
            .Shift(9, StraightRoad.LaneWidthM / 2 + 1.2)
            .Line(speed * 40 + 200)
            .ToLine();
        scene.AddMoving("target", car, path, 0, new SpeedStep(Times.Us(scene.ConflictS - moving), speed, RateMps2));
    }

    // A path would turn the car around: backwards motion is a trajectory with its heading kept.
    private static void AddBacking(Scene scene, Target car, double speed, double rearY)
    {
        double start = -7;
        double needs = Times.FromRest(rearY - start, speed, 1);
        double begin = scene.ConflictS - needs, rate = Times.Rate(speed, 1), accelerating = speed / rate;
        var states = new List<TimedState>();
        for (long time = 0; time <= Times.Us(scene.EndS + 20); time += SampleUs)
        {
            double t = Math.Max(time * 1e-6 - begin, 0);
            double run = Math.Min(t, accelerating);
            double way = rate * run * run / 2 + speed * Math.Max(t - accelerating, 0);
            bool over = way >= 9;
            double y = start + Math.Min(way, 9) - car.HalfLengthM;
            states.Add(new TimedState(time, new ActorState(car.HalfWidthM, y, -Math.PI / 2, over ? 0 : -rate * run, 0, t > 0 && t < accelerating && !over ? -rate : 0)));
        }

        scene.Add("target", car, states[0].State, new TrajectoryBehaviour { States = states, HoldAtEnd = true });
    }
}
