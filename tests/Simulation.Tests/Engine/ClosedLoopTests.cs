using Sim.Maps;
using Sim.Plugins.Sdk;
using Sim.Simulation.Drivers;

namespace Sim.Tests.Engine;

public class ClosedLoopTests
{
    [Fact]
    public void A_constant_velocity_ego_covers_speed_times_time()
    {
        var recording = Worlds.Run(Worlds.Scene(RoadMap.Empty, 2, Worlds.Ego(1, 2, 0.3, 8)), new ConstantVelocityDriver());

        Assert.Equal(RecordingEnd.Horizon, recording.End);
        Assert.Equal(21, recording.StepCount);
        var end = recording.Ego()!.At(20);
        Assert.Equal(1 + 16 * Math.Cos(0.3), end.X, 6);
        Assert.Equal(2 + 16 * Math.Sin(0.3), end.Y, 6);
        Assert.Equal(20, recording.Answers.Count);
    }

    [Fact]
    public void A_stationary_driver_stops_in_the_braking_distance()
    {
        var recording = Worlds.Run(Worlds.Scene(RoadMap.Empty, 3, Worlds.Ego(speed: 8)), new StationaryDriver());

        Assert.Equal(0, recording.Ego()!.At(30).SpeedMps);
        Assert.Equal(8.0 * 8 / (2 * 8), recording.Ego()!.At(30).X, 9);
    }

    [Fact]
    public void Log_replay_puts_the_ego_on_its_log()
    {
        TimedState[] log = [.. Enumerable.Range(0, 31).Select(k => new TimedState(k * 100_000, new ActorState(0.9 * k, 0.02 * k * k, 0.04 * k, 9)))];
        var recording = Worlds.Run(Worlds.Scene(RoadMap.Empty, 3, Worlds.Ego(0, 0, 0, 9, log)), new LogReplayDriver());

        for (int k = 0; k <= 30; k++)
        {
            var at = recording.Ego()!.At(k);
            Assert.Equal(log[k].State.X, at.X, 9);
            Assert.Equal(log[k].State.Y, at.Y, 9);
            Assert.Equal(log[k].State.HeadingRad, at.HeadingRad, 12);
        }
    }

    [Fact]
    public void Log_replay_without_a_log_is_refused_with_a_reason()
    {
        var error = Assert.Throws<InputException>(() => Worlds.Run(Worlds.Scene(RoadMap.Empty, 1, Worlds.Ego()), new LogReplayDriver()));
        Assert.Contains("no log of the ego", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_driver_that_throws_ends_the_recording_with_its_reason()
    {
        var recording = Worlds.Run(Worlds.Scene(RoadMap.Empty, 1, Worlds.Ego()), new OddDriver(step => step < 3 ? DriverAnswer.FromControls(0, 0) : throw new FormatException("no idea")));

        Assert.Equal(RecordingEnd.DriverFailed, recording.End);
        Assert.Equal(4, recording.StepCount);
        var why = Assert.Single(recording.Events, e => e.Kind == "driver-failed");
        Assert.Contains("step 3: FormatException: no idea", why.Text, StringComparison.Ordinal);
        Assert.Equal(300_000, why.TimeUs);
    }

    [Fact]
    public void A_malformed_answer_ends_the_recording_with_its_fault()
    {
        var recording = Worlds.Run(Worlds.Scene(RoadMap.Empty, 1, Worlds.Ego()), new OddDriver(_ => DriverAnswer.FromControls(double.NaN, 0)));

        Assert.Equal(RecordingEnd.DriverFailed, recording.End);
        Assert.Contains(recording.Events, e => e.Text.Contains("not finite", StringComparison.Ordinal));
    }

    [Fact]
    public void A_malformed_debug_output_is_a_malformed_answer()
    {
        var bad = DriverAnswer.FromControls(0, 0) with { Debug = new() { Signals = [new("ttc", double.NaN)] } };
        var recording = Worlds.Run(Worlds.Scene(RoadMap.Empty, 1, Worlds.Ego()), new OddDriver(step => step < 2 ? DriverAnswer.FromControls(0, 0) : bad));

        Assert.Equal(RecordingEnd.DriverFailed, recording.End);
        Assert.Equal(2, recording.Answers.Count);
        Assert.Contains(recording.Events, e => e.Text.Contains("step 2: debug: signal 'ttc' is not finite", StringComparison.Ordinal));
    }

    [Fact]
    public void A_driver_that_floods_its_debug_output_loses_its_case()
    {
        // 16 × (16 + 1 + 2048) + 31 × (16 + 3 + 200 × 40) bytes a step: the bound of 64 MiB is passed with the 239th.
        PlanPoint[] points = [.. Enumerable.Range(0, 200).Select(i => new PlanPoint(i, i, 0, 0, 1))];
        var debug = new DriverDebug { Texts = [.. Enumerable.Repeat(new DebugText("t", new string('x', 2048)), 16)], Candidates = [.. Enumerable.Range(0, 31).Select(i => new DebugPlan($"c{i:00}", points))] };
        int bound = (int)(DriverDebug.MaxBytesPerCase / ((16 * 2065) + (31 * 8019)));
        var recording = Worlds.Run(Worlds.Scene(RoadMap.Empty, 60, Worlds.Ego(speed: 1)), new OddDriver(_ => DriverAnswer.FromControls(0, 0) with { Debug = debug }));

        Assert.Equal(RecordingEnd.DriverFailed, recording.End);
        Assert.Equal(bound, recording.Answers.Count);
        Assert.InRange(bound, 1, 599);
        Assert.Contains(recording.Events, e => e.Text.Contains("debug output takes more than 64 MiB", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cancelled_run_ends_interrupted()
    {
        using var source = new CancellationTokenSource();
        var driver = new OddDriver(step =>
        {
            if (step == 4)
            {
                source.Cancel();
            }

            return DriverAnswer.FromControls(0, 0);
        });
        var recording = Sim.Simulation.ClosedLoop.Run(
            new Sim.Simulation.EmbeddedSimulator(), new SimulatorUse(), Worlds.Scene(RoadMap.Empty, 1, Worlds.Ego()), driver, Setting.Empty, 1, 2, source.Token);

        Assert.Equal(RecordingEnd.Interrupted, recording.End);
        Assert.Equal(5, recording.StepCount);
    }

    internal sealed class OddDriver(Func<int, DriverAnswer> decide) : IDriver, IDriverSession
    {
        public string Name => "odd";

        public string Description => "For tests.";

        public DriverInfo Info { get; } = new("odd", "1", Reproducibility.Bit);

        public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) => this;

        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken) => decide(observation.Step);

        public void Dispose()
        {
        }
    }
}
