using Sim.Plugins.Leaderboards;

namespace Sim.Tests.Leaderboards;

public class WaymaxTests
{
    private static readonly EgoTask ToTheEnd = new() { Route = ["r0", "r1"] };

    [Fact]
    public void A_plain_drive_has_nothing_against_it()
    {
        var score = WaymaxScore.Of(Street.Recording(Street.Straight("ego", 0, 0, 10, 101), Street.Straight("it", 30, 0, 10, 101)) with { Task = ToTheEnd });

        Assert.All(new[] { score.Overlap, score.Offroad, score.WrongWay, score.OffRoute, score.Infeasible }, m => Assert.Equal(0.0, m.Value));
        Assert.Equal(MeasuredState.NotApplicable, score.LogDivergence.State);
        Assert.Equal(0.2, score.Progression.Value!.Value, 1e-9);
    }

    [Fact]
    public void Overlap_names_whom_and_when()
    {
        var score = WaymaxScore.Of(Street.Recording(Street.Straight("ego", 0, 0, 10, 101), Street.Straight("it", 50, 0, 0, 101)));
        Assert.Equal((1.0, 4_600_000L), (score.Overlap.Value!.Value, score.Overlap.WorstTimeUs!.Value));
        Assert.Equal(["ego", "it"], score.Overlap.Actors);
    }

    [Theory]
    [InlineData(-0.7, 0.0)]
    [InlineData(-0.8, 1.0)]
    public void Offroad_is_a_corner_off_the_road(double y, double expected) =>
        Assert.Equal(expected, WaymaxScore.Of(Street.Recording(Street.Straight("ego", 0, y, 10, 50))).Offroad.Value);

    [Fact]
    public void Wrong_way_is_the_distance_to_every_way_from_the_start()
    {
        // 0.5 m/s to the left: after 10 s at y = 5, 1.5 m from the lane beside, which counts; at 7.2 m it is 3.7 m.
        Track Drift(double perSecond) => Street.Path("ego", t => new ActorState(10 * t, perSecond * t, 0, 10), 101);

        Assert.Equal(0, WaymaxScore.Of(Street.Recording(Drift(0.5))).WrongWay.Value);
        Assert.Equal(3.7, WaymaxScore.Of(Street.Recording(Drift(0.72))).WrongWay.Value!.Value, 1e-9);
    }

    [Fact]
    public void Off_route_is_nearer_to_another_way_by_two_metres_or_five_from_the_route()
    {
        double At(double y) => WaymaxScore.Of(Street.Recording(Street.Straight("ego", 0, y, 10, 51)) with { Task = ToTheEnd }).OffRoute.Value!.Value;

        // The lane beside at 3.5 m: at y = 2.7 the route is 2.7 m away, the other 0.8 m.
        Assert.Equal(0, At(2.7));
        Assert.Equal(2.8, At(2.8), 1e-9);
        Assert.Equal(3.5, At(3.5), 1e-9);
    }

    [Fact]
    public void Progression_and_divergence_are_measured_against_the_log()
    {
        var recording = Street.Recording(Street.Straight("ego", 0, 0, 5, 101));
        var log = Enumerable.Range(0, 11).Select(k => new TimedState(k * 1_000_000, new ActorState(10 * k, 0, 0, 10))).ToList();
        var scenario = new Scenario
        {
            Name = "s",
            Map = recording.Map,
            StepUs = 100_000,
            HorizonUs = 10_000_000,
            EgoId = "ego",
            Actors = [new Actor { Id = "ego", Class = ActorClass.Car, Body = new(4, 2), Initial = default, Behaviour = new DriverBehaviour { Log = log } }],
            Provenance = new() { Generator = "test" },
        };
        var score = WaymaxScore.Of(recording, scenario);

        Assert.Equal(0.5, score.Progression.Value!.Value, 1e-9);
        Assert.Equal(50, score.LogDivergence.Value!.Value, 1e-9);
        Assert.Equal(10_000_000, score.LogDivergence.WorstTimeUs);
        Assert.Equal(25, score.LogDivergence.Inputs.Single(i => i.Name == "mean").Value, 1e-9);
        Assert.Equal(0, score.OffRoute.Value);
    }

    [Theory]
    [InlineData(10.3, 0, 0.0)]
    [InlineData(10.5, 0, 1.0)]
    [InlineData(0, 0.29, 0.0)]
    [InlineData(0, 0.31, 1.0)]
    public void Motion_beyond_acceleration_or_curvature_is_infeasible(double accel, double curvature, double expected)
    {
        var ego = Street.Path("ego", t => new ActorState(0, 0, 10 * curvature * t, 10 + (accel * t)), 5);
        var infeasible = WaymaxScore.Of(Street.Recording(ego)).Infeasible;

        Assert.Equal(expected, infeasible.Value);
        Assert.Equal(expected * 4, infeasible.Inputs.Single(i => i.Name == "steps").Value);
    }

    [Fact]
    public void Reversing_is_feasible() =>
        Assert.Equal(0, WaymaxScore.Of(Street.Recording(Street.Straight("ego", 0, 0, -5, 20))).Infeasible.Value);

    [Fact]
    public void Who_starts_against_the_traffic_has_no_way_that_could_be_right()
    {
        var score = WaymaxScore.Of(Street.Recording(Street.Straight("ego", 0, 7, 10, 20)));
        Assert.Equal(MeasuredState.NotApplicable, score.WrongWay.State);
        Assert.Contains("does not start in a lane of its direction", score.WrongWay.Reason, StringComparison.Ordinal);
    }
}
