using Sim.Maps;
using Sim.Plugins.Sdk;
using Sim.Simulation;
using Sim.Simulation.Assessors;
using Sim.Simulation.Drivers;
using Sim.Tests.Engine;

namespace Sim.Tests.Assessors;

public class ReplayAssessorTests
{
    private static readonly TimedState[] Log = [.. Enumerable.Range(0, 11).Select(i => new TimedState(i * 100_000L, new ActorState(i, 0, 0, 10)))];

    [Fact]
    public void A_replayed_ego_and_replayed_traffic_are_where_their_logs_are()
    {
        var (ego, traffic) = Assess(Scene(), new LogReplayDriver());

        Assert.Equal(0, ego.Value);
        Assert.Equal(0, traffic.Value);
    }

    [Fact]
    public void The_worst_distance_is_given_with_its_time_and_actor()
    {
        var scene = Scene();
        var recording = Worlds.Run(scene, new LogReplayDriver());
        var away = scene with
        {
            Actors = [scene.Actors[0] with { Behaviour = new DriverBehaviour { Log = [.. Log.Select(s => s with { State = s.State with { Y = s.TimeUs == 700_000 ? -3.5 : 0.25 } })] } }, scene.Actors[1]],
        };
        var (ego, traffic) = Assess(away, recording);

        Assert.Equal((3.5, 700_000L), (ego.Value, ego.WorstTimeUs));
        Assert.Equal(["ego"], ego.Actors);
        Assert.Equal(0, traffic.Value);
    }

    [Fact]
    public void Without_logs_it_does_not_apply()
    {
        var (ego, traffic) = Assess(Worlds.Scene(RoadMap.Empty, 1, Worlds.Ego(), Worlds.Other("free", new ConstantVelocityBehaviour(), y: 20)), new ConstantVelocityDriver());

        Assert.Equal((MeasuredState.NotApplicable, "the ego has no log"), (ego.State, ego.Reason));
        Assert.Equal(MeasuredState.NotApplicable, traffic.State);
    }

    [Fact]
    public void An_actor_that_the_recording_lost_is_a_failure_and_no_small_distance()
    {
        var scene = Scene();
        var recording = Worlds.Run(scene, new LogReplayDriver());
        var (ego, traffic) = Assess(scene, recording with { Tracks = [recording.Ego()!] });

        Assert.Equal(MeasuredState.Value, ego.State);
        Assert.Equal(MeasuredState.Failed, traffic.State);
        Assert.Contains("'other'", traffic.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void It_has_no_options_and_needs_a_scenario()
    {
        var recording = Worlds.Run(Scene(), new LogReplayDriver());
        var assessor = new ReplayAssessor();
        var request = new AssessRequest { Recording = recording, Options = Setting.Map(("limit", Setting.Scalar("1"))) };

        Assert.Throws<InputException>(() => assessor.Assess(request, AssessPeers.None, TestContext.Current.CancellationToken));
        var assessment = assessor.Assess(request with { Options = Setting.Empty }, AssessPeers.None, TestContext.Current.CancellationToken);
        Assert.Equal(assessor.Metrics, assessment.Metrics.Select(m => m.Name));
        Assert.All(assessment.Metrics, m => Assert.Equal(MeasuredState.NotApplicable, m.Value.State));
    }

    private static Scenario Scene() => Worlds.Scene(
        RoadMap.Empty,
        1,
        Worlds.Ego(log: Log),
        Worlds.Other("other", new TrajectoryBehaviour { States = [.. Log.Select(s => s with { State = s.State with { Y = 20 } })], Recorded = true }, y: 20, speed: 10));

    private static (Measured<double> Ego, Measured<double> Traffic) Assess(Scenario scene, IDriver driver) => Assess(scene, Worlds.Run(scene, driver));

    private static (Measured<double> Ego, Measured<double> Traffic) Assess(Scenario scene, Recording recording)
    {
        var metrics = new ReplayAssessor()
            .Assess(new AssessRequest { Recording = recording, Scenario = scene }, AssessPeers.None, TestContext.Current.CancellationToken).Metrics;
        return (metrics[0].Value, metrics[1].Value);
    }
}
