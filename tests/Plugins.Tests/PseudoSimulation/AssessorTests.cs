using Sim.Maps;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Stages;
using Sim.Plugins.PseudoSimulation.Stages.Aggregation;
using Sim.Plugins.Sdk;

namespace Sim.Tests.PseudoSimulation;

public sealed class AssessorTests
{
    private static readonly PseudoSimulationOptions TwoStages = new() { Stages = 2, Plan = PlanSource.Driver };

    [Fact]
    public void An_empty_road_gives_the_full_score_and_a_second_reading()
    {
        var assessment = Assess(Recorded.Of(12, speed: 14));

        Assert.Null(assessment.Fault());
        foreach (string name in (string[])["epdms", "epdms.stage1", "epdms.nc", "epdms.dac", "epdms.ddc", "epdms.ep", "epdms.ttc", "epdms.lk", "epdms.hc", "epdms.ec", "pdms"])
        {
            Assert.Equal(1, Value(assessment, name).Value!.Value, 1);
        }

        Assert.Equal(MeasuredState.NotApplicable, Value(assessment, "epdms.tlc").State);
        Assert.Equal(0, Value(assessment, "epdms.driver_calls").Value);
        Assert.Equal(Value(assessment, "epdms").Value!.Value, Find(assessment, "epdms").SecondReading!.Value!.Value, 1);
        Assert.Contains(assessment.Evidence, e => e.Text.Contains("t0 = 1.5 s (rule: first), compat navsim-2.2", StringComparison.Ordinal));
        Assert.DoesNotContain(assessment.Metrics, m => m.Name.StartsWith("epdms.stage2", StringComparison.Ordinal));
        Assert.Equal(41, Find(assessment, "epdms.dac").Series.Count);
        Assert.Equal(15, Find(assessment, "epdms.dac").Series[0].Step);
    }

    [Fact]
    public void A_contact_is_named_with_its_instant_and_partner()
    {
        // 35 m to the front bumper's gap at 1.5 s, closing at 10 m/s.
        var wall = Recorded.Track("wall", 20 + 15 + 4.5 + 25, Roads.WidthM, 0, 121, actor: ActorClass.Pedestrian);
        var assessment = Assess(Recorded.Of(12, others: [wall]));

        var nc = Value(assessment, "epdms.nc");
        Assert.Equal(0, nc.Value);
        Assert.Equal(4_000_000, nc.WorstTimeUs!.Value, 100_000.0);
        Assert.Equal(["ego", "wall"], nc.Actors);
        Assert.Equal(0, Value(assessment, "epdms").Value);
        Assert.Contains(assessment.Evidence, e => e.Text.StartsWith("nc is 0: contact at fault with wall", StringComparison.Ordinal) && e.TimeUs == nc.WorstTimeUs);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("no-ego")]
    [InlineData("ends")]
    public void A_recording_that_will_not_do_passes_nothing(string which)
    {
        var recording = which switch
        {
            "short" => Recorded.Of(3),
            "no-ego" => Recorded.Of(egoId: null),
            _ => Recorded.Of() with { Tracks = [Recorded.Track("ego", 20, 3.5, 10, 30)] },
        };
        foreach (string options in (string[])["", "worst", "every 0.5 s"])
        {
            var assessment = Assess(recording, options.Length == 0 ? Setting.Empty : Setting.Map(("t0", Setting.Scalar(options))));
            Assert.Null(assessment.Fault());
            Assert.All(assessment.Metrics, m => Assert.Equal((MeasuredState.NotApplicable, true), (m.Value.State, m.Value.Reason.Length > 0)));
        }
    }

    [Fact]
    public void Without_a_road_there_are_nc_ttc_and_hc_only()
    {
        var assessment = Assess(Recorded.Of(map: RoadMap.Empty, others: [Recorded.Track("a", 80, 0, 10, 101)]), Setting.Map(("stages", Setting.Scalar("2"))), Recorded.Straight());

        string[] given = ["epdms.nc", "epdms.ttc", "epdms.hc", "epdms.ec", "epdms.driver_calls"];
        Assert.All(assessment.Metrics, m => Assert.Equal(given.Contains(m.Name) ? MeasuredState.Value : MeasuredState.NotApplicable, m.Value.State));
        Assert.Contains("no lanes", Value(assessment, "epdms").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_map_is_cut_off_the_plan_is_not_blamed_for_leaving_it()
    {
        // At 1.5 s the rear axle is at 33.7 m; 40 m on the ego would be beyond a road of 60 m, but not beyond one of 200 m.
        var cut = Assess(Recorded.Of(map: Roads.Straight(60, 3, limit: 15)));
        Assert.Equal(MeasuredState.NotApplicable, Value(cut, "epdms").State);
        Assert.Contains("the map's road ends 2", Value(cut, "epdms.dac").Reason, StringComparison.Ordinal);
        Assert.Equal(1, Value(cut, "epdms.nc").Value);
        Assert.Equal(MeasuredState.Value, Value(Assess(Recorded.Of(map: Roads.Straight(200, 3, limit: 15))), "epdms").State);

        var two = Assess(Recorded.Of(12, map: Roads.Straight(110, 3, limit: 15)), Setting.Map(("stages", Setting.Scalar("2"))), Recorded.Straight());
        Assert.Equal(MeasuredState.Value, Value(two, "epdms.stage1").State);
        Assert.Contains("at the expert's place", Value(two, "epdms").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_start_gives_the_mean_and_worst_the_least()
    {
        var wall = Recorded.Track("wall", 20 + 60, Roads.WidthM, 0, 121, actor: ActorClass.Pedestrian);
        var recording = Recorded.Of(12, others: [wall]);
        var every = Assess(recording, Setting.Map(("t0", Setting.Scalar("every 2 s"))));
        var worst = Assess(recording, Setting.Map(("t0", Setting.Scalar("worst"))));

        var series = Find(every, "epdms").Series;
        Assert.Equal([15, 35, 55, 75], series.Select(s => s.Step));
        Assert.Equal(series.Average(s => s.Value), Value(every, "epdms").Value!.Value, 12);
        Assert.StartsWith("mean of 4 starts", Value(every, "epdms").Reason, StringComparison.Ordinal);
        Assert.Equal(0, Value(worst, "epdms").Value);
    }

    [Fact]
    public void A_driver_is_asked_once_for_each_frame_and_both_stages_are_put_together_as_the_reference_does()
    {
        var test = PseudoSimulationTest.Prepare(Recorded.Of(12, others: [Recorded.Track("a", 100, 0, 8, 121)]), 1_500_000, TwoStages, 3);
        Assert.Empty(test.NoStageTwo);
        var driver = Recorded.Straight(0.9);
        var run = test.Run(driver, Setting.Empty, 5, TestContext.Current.CancellationToken);

        Assert.InRange(run.StageTwo.Count, 5, 20);
        Assert.Equal(2 + 2 * run.StageTwo.Count, run.DriverCalls);
        Assert.Equal(driver.Calls, run.DriverCalls);
        var score = run.Score();
        var expected = TwoStageAggregation.Aggregate(
            [new SceneGroup(Pair(run.StageOne), [.. run.StageTwo.Select(Pair)])],
            [.. run.Frames.Select(f => f.ToResult())],
            AggregationOptions.Default);
        Assert.Equal(expected.Combined!.Value.Epdms, score.Combined.Epdms, 12);
        Assert.Equal(expected.StageOne!.Value.Epdms, score.StageOne.Epdms, 12);
        Assert.Equal(expected.StageTwo!.Value.Epdms, score.StageTwo!.Value.Epdms, 12);
        Assert.Equal(1, score.Weights.Sum(), 12);

        static FramePair Pair(ViewRun view) => new(view.Now.Token, view.Previous!.Token);
    }

    [Fact]
    public void Tests_of_several_drivers_at_the_same_time_give_what_each_gives_alone()
    {
        var test = PseudoSimulationTest.Prepare(Recorded.Of(12), 1_500_000, TwoStages, 3);
        var factors = new[] { 0.5, 0.8, 1, 1.2 };
        var alone = factors.Select(f => test.Run(Recorded.Straight(f), Setting.Empty, 5, TestContext.Current.CancellationToken).Score().Combined.Epdms).ToArray();
        var together = new double[factors.Length];
        Parallel.For(0, factors.Length, i => together[i] = test.Run(Recorded.Straight(factors[i]), Setting.Empty, 5, TestContext.Current.CancellationToken).Score().Combined.Epdms);

        Assert.Equal(alone, together);
    }

    [Fact]
    public void Controls_are_rolled_out_by_asking_again_or_held()
    {
        var coasting = new Recorded.Driver((_, _) => DriverAnswer.FromControls(-1, 0));
        var rollout = PseudoSimulationTest.Prepare(Recorded.Of(12), 1_500_000, TwoStages with { Stages = 1, Frames = 1 }, 3).Run(coasting, Setting.Empty, 5, TestContext.Current.CancellationToken);
        var held = PseudoSimulationTest.Prepare(Recorded.Of(12), 1_500_000, TwoStages with { Stages = 1, Frames = 1, Controls = ControlsRule.Hold }, 3).Run(coasting, Setting.Empty, 5, TestContext.Current.CancellationToken);

        Assert.Equal((40, 1), (rollout.DriverCalls, held.DriverCalls));
        Assert.Equal(10 * 4 - 0.5 * 16, held.StageOne.Now.Plan[^1].X, 6);
        Assert.Equal(held.StageOne.Now.Plan, rollout.StageOne.Now.Plan);
    }

    [Fact]
    public void A_driver_that_remembers_is_shown_what_was_before()
    {
        var seen = new List<(long TimeUs, double X, double OtherX)>();
        var driver = new Recorded.Driver((task, now) =>
        {
            seen.Add((now.TimeUs, now.Ego.X, now.Others.Span[0].State.X));
            return DriverAnswer.FromControls(0, 0);
        });
        var options = TwoStages with { Frames = 1, Controls = ControlsRule.Hold, ShownHistory = 3, Traffic = TrafficRule.ConstantVelocity, StageTwo = new StageTwoOptions { MaxStarts = 5, Expert = Expert.Recorded } };
        var run = PseudoSimulationTest.Prepare(Recorded.Of(12, others: [Recorded.Track("a", 100, 0, 8, 121)]), 1_500_000, options, 3).Run(driver, Setting.Empty, 5, TestContext.Current.CancellationToken);

        Assert.Equal(4 * 6, run.DriverCalls);
        for (int q = 0; q < 6; q++)
        {
            var question = seen.Skip(4 * q).Take(4).ToArray();
            long t = q == 0 ? 1_500_000 : 5_500_000;
            Assert.Equal([t - 1_500_000, t - 1_000_000, t - 500_000, t], question.Select(s => s.TimeUs));
            Assert.All(question, s => Assert.Equal(100 + 8e-6 * s.TimeUs, s.OtherX, 6));
            Assert.All(question.Zip(question.Skip(1)), p => Assert.Equal(5, p.Second.X - p.First.X, 1));
        }
    }

    [Fact]
    public void A_plan_that_ends_early_ends_in_a_stop()
    {
        var driver = new Recorded.Driver((task, seen) =>
        {
            var axle = seen.Ego.Pose.CentreToRearAxle(task.Actors[task.EgoIndex].Body.RearAxleToCentreM);
            return DriverAnswer.FromPlan([Recorded.Point(axle, seen.TimeUs, 9), Recorded.Point(axle.Moved(9), seen.TimeUs + 1_000_000, 9)]);
        });
        var run = PseudoSimulationTest.Prepare(Recorded.Of(12), 1_500_000, TwoStages with { Stages = 1, Frames = 1 }, 3).Run(driver, Setting.Empty, 5, TestContext.Current.CancellationToken);

        // 9 m, then 9² / (2 · 3) m.
        Assert.Equal(9 + 13.5, run.StageOne.Now.Plan[^1].X, 9);
        Assert.Equal(4.5, run.StageOne.Now.Plan[0].X, 9);
    }

    [Fact]
    public void A_driver_that_fails_fails_the_metrics_and_says_why()
    {
        var fails = new Recorded.Driver((_, seen) => seen.TimeUs > 4_000_000 ? throw new DriverFailedException("it gives up") : DriverAnswer.FromControls(0, 0));
        var assessment = Assess(Recorded.Of(12), Setting.Map(("stages", Setting.Scalar("2")), ("controls", Setting.Scalar("hold"))), fails);

        Assert.Equal(MeasuredState.Failed, Value(assessment, "epdms").State);
        Assert.Contains("it gives up", Value(assessment, "epdms").Reason, StringComparison.Ordinal);
        Assert.Equal(MeasuredState.Value, Value(assessment, "epdms.stage1").State);
        Assert.Null(assessment.Fault());
    }

    [Fact]
    public void Nobody_to_ask_is_said()
    {
        var assessment = Assess(Recorded.Of(12), Setting.Map(("stages", Setting.Scalar("2"))));
        Assert.All(assessment.Metrics, m => Assert.Equal(MeasuredState.NotApplicable, m.Value.State));
        Assert.Contains("no driver to ask", Value(assessment, "epdms").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compat", "v1", "navsim-2.2")]
    [InlineData("stages", "3", "1 to 2")]
    [InlineData("trafic", "idm", "did you mean 'traffic'?")]
    [InlineData("sensor", "lidar", "no driver is asked; write plan: driver")]
    [InlineData("sigma_squared", "0", "0.001")]
    public void Wrong_options_are_refused_with_what_to_write(string key, string value, string expected)
    {
        var e = Assert.Throws<InputException>(() => Assess(Recorded.Of(), Setting.Map((key, Setting.Scalar(value)))));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_stages_of_the_recorded_motion_exclude_each_other()
    {
        var options = Setting.Map(("stages", Setting.Scalar("2")), ("plan", Setting.Scalar("recorded")));
        Assert.Contains("stage two asks a driver", Assert.Throws<InputException>(() => Assess(Recorded.Of(), options)).Message, StringComparison.Ordinal);
    }

    private static Assessment Assess(Recording recording, Setting? options = null, IDriver? driver = null) =>
        new PseudoSimulationAssessor().Assess(
            new AssessRequest { Recording = recording, Options = options ?? Setting.Empty, Seed = 11 },
            new AssessPeers(driver, Setting.Empty, null),
            TestContext.Current.CancellationToken);

    private static Metric Find(Assessment assessment, string name) => assessment.Metrics.Single(m => m.Name == name);

    private static Measured<double> Value(Assessment assessment, string name) => Find(assessment, name).Value;
}
