using Sim.Geometry;
using Sim.Plugins.Sdk;
using Sim.Studies.PseudoSimulation;
using Sim.Studies.PseudoSimulation.Drivers;
using Sim.Studies.PseudoSimulation.Scenes;

namespace Sim.Tests.Studies;

public class DriverTests
{
    [Fact]
    public void At_least_sixty_drivers_have_names_of_their_own()
    {
        var drivers = StudyDrivers.All(new StudyOptions { Jobs = 1, Drivers = "" }, () => [[new Demonstration(new double[Features.Total], new double[FittedPolicy.Poses])]]);
        Assert.True(drivers.Count >= 60);
        Assert.Equal(drivers.Count, drivers.Select(d => d.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(10, drivers.Count(d => d.Group == DriverGroup.Kinematics));
        Assert.Equal(15, drivers.Count(d => d.Group == DriverGroup.Idm));
        Assert.Equal(15, drivers.Count(d => d.Group == DriverGroup.Pdm));
        Assert.True(drivers.Count(d => d.Group > DriverGroup.Pdm) >= 20);
    }

    [Fact]
    public void A_fit_finds_the_line_that_made_the_samples()
    {
        var samples = Enumerable.Range(0, 40).Select(i =>
        {
            var features = new double[Features.Total];
            (features[0], features[1], features[2]) = (1, 0.1 * i, (i * 7 % 11) * 0.1);
            return new Demonstration(features, [.. Enumerable.Range(1, FittedPolicy.Poses).Select(k => k * (2 + 3 * features[1] - features[2]))]);
        }).ToList();
        var policy = FittedPolicy.Fit(FeatureSet.Ego, samples, 0);
        Span<double> way = stackalloc double[FittedPolicy.Poses];
        var asked = new double[Features.Total];
        (asked[0], asked[1], asked[2]) = (1, 0.5, 0.25);
        policy.Plan(asked, way);
        for (int k = 0; k < way.Length; k++)
        {
            Assert.Equal((k + 1) * 3.25, way[k], 9);
        }
    }

    [Fact]
    public void A_delayed_driver_sees_what_it_saw_then_and_before_that_goes_back_along_the_velocity()
    {
        var perception = new DelayedPerception(1_000_000);
        var early = Seen(0, x: 10, speed: 4);
        perception.Apply(early);
        Assert.Equal(6, early.Others.Span[0].State.X, 12);
        perception.Apply(Seen(500_000, x: 12, speed: 4));
        var later = Seen(1_500_000, x: 30, speed: 4);
        perception.Apply(later);
        Assert.Equal(12, later.Others.Span[0].State.X);
    }

    [Fact]
    public void Noise_on_one_actor_does_not_depend_on_who_else_is_there()
    {
        var alone = Seen(1_000_000, x: 10, speed: 4);
        var crowded = Seen(1_000_000, x: 10, speed: 4);
        crowded.Others = new[] { new ObservedActor(0, new ActorState(50, 0, 0, 1)), alone.Others.Span[0] };
        new NoisyPerception(7, 1, 1, 0.1, 0).Apply(alone);
        new NoisyPerception(7, 1, 1, 0.1, 0).Apply(crowded);
        Assert.Equal(alone.Others.Span[0], crowded.Others.Span[1]);
        Assert.NotEqual(10, alone.Others.Span[0].State.X);
    }

    [Fact]
    public void Displacement_is_measured_at_half_seconds_and_a_short_plan_goes_on()
    {
        var states = Enumerable.Range(0, 100).Select(i => new ActorState(i, 0, 0, 10)).ToArray();
        var expert = Track.FromStates("ego", ActorClass.Car, new BodyBox(4, 2), 0, states);
        // 2 m to the side, and 5 m/s slower.
        PlanPoint[] plan = [new(0, 0, 2, 0, 5), new(1_000_000, 5, 2, 0, 5)];
        var (average, final) = Displacement.Of(plan, expert, 100_000, 0, 0, 4_000_000);
        Assert.Equal(Math.Sqrt(20 * 20 + 4), final, 12);
        Assert.Equal(Enumerable.Range(1, 8).Average(k => Math.Sqrt(2.5 * k * 2.5 * k + 4)), average, 12);
    }

    [Fact]
    public void The_driver_under_test_takes_over_where_the_expert_stands()
    {
        var scene = SceneGenerator.Create(1, "test", 0);
        var idm = IdmDrivers.All().First();
        var expert = Drive.Run(scene, idm, [], 0);
        var blind = KinematicDrivers.All().First();
        var drive = Drive.Run(scene, blind, expert.Answers, StudyTimes.FirstStep);
        Assert.Equal(expert.Ego()!.At(StudyTimes.FirstStep), drive.Ego()!.At(StudyTimes.FirstStep));
        Assert.NotEqual(expert.Ego()!.At(StudyTimes.FirstStep + 40), drive.Ego()!.At(StudyTimes.FirstStep + 40));
    }

    [Fact]
    public void An_idm_plan_stops_behind_a_standing_car()
    {
        var scene = SceneGenerator.Create(1, "test", 2);
        var task = new DriverTask
        {
            Scenario = scene.Name,
            Map = scene.Map,
            StepUs = scene.StepUs,
            HorizonUs = scene.HorizonUs,
            Actors = [new ActorInfo("ego", ActorClass.Car, scene.Ego.Body), new ActorInfo("car", ActorClass.Car, new BodyBox(4, 1.8))],
            EgoIndex = 0,
            Vehicle = StudyVehicle.Spec,
            Task = scene.Task,
        };
        var ego = scene.Ego.Initial with { SpeedMps = 6 };
        var ahead = ego.Pose.Moved(30);
        using var session = IdmDrivers.All().First().Driver.Start(task, Setting.Empty, TestContext.Current.CancellationToken);
        var plan = session.Decide(new Observation { Ego = ego, Others = new[] { new ObservedActor(1, new ActorState(ahead.X, ahead.Y, ahead.HeadingRad, 0)) } }, TestContext.Current.CancellationToken).Plan!;
        double front = scene.Ego.Body.RearAxleToCentreM + scene.Ego.Body.LengthM / 2;
        double gap = ego.Pose.PointToBody(ahead.Position).X - 2 - ego.Pose.PointToBody(plan[^1].Pose.Position).X - front;
        Assert.InRange(gap, 0.5, 12);
        Assert.InRange(plan[^1].SpeedMps, 0, 2);
    }

    private static Observation Seen(long timeUs, double x, double speed) => new() { TimeUs = timeUs, Others = new[] { new ObservedActor(1, new ActorState(x, 0, 0, speed)) } };
}
