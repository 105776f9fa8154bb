using System.Diagnostics;
using System.Text.Json;
using Sim.Plugins.Bridge;
using Sim.Plugins.Sdk;
using Sim.Simulation;
using Sim.Tests.Engine;
using Sim.Tests.Faults;

namespace Sim.Tests.Bridges;

/// <summary>A side-car that is started from a suite: used again, killed when it failed, started anew.</summary>
public sealed class SideCarTests : IDisposable
{
    private static readonly Scenario Scene = Worlds.Scene(
        Worlds.Straight(300, 2, 15), 2, Worlds.Ego(speed: 12), Worlds.Other("lead", new FollowLaneBehaviour(), x: 30, speed: 6));

    private readonly string _mark = "mark-" + Path.GetRandomFileName();
    private readonly CommandSimulator _simulator = new(static _ => null);

    [Fact]
    public void A_side_car_that_is_killed_in_a_case_is_a_loss_and_the_next_case_gets_a_fresh_one()
    {
        Assert.Equal("embedded", _simulator.Greet(Options(), Files, CancellationToken.None).Split(' ')[0]);
        int first = Assert.Single(Processes());

        var lost = Run(new Acting(5, () => Process.GetProcessById(first).Kill()));
        var again = Run(new Acting(-1, static () => { }));
        int second = Assert.Single(Processes());
        Run(new Acting(-1, static () => { }));

        Assert.Equal(RecordingEnd.SimulatorFailed, lost.End);
        Assert.StartsWith("the simulator failed at step 5: its process was killed by signal 9 (SIGKILL)", lost.Events[^1].Text, StringComparison.Ordinal);
        Assert.Equal(Json(ClosedLoop.Run(new EmbeddedSimulator(), new SimulatorUse(), Scene, new Acting(-1, static () => { }), Setting.Empty, 1, 2, CancellationToken.None)), Json(again));
        Assert.NotEqual(first, second);
        Assert.Equal([second], Processes());
    }

    [Fact]
    public void A_side_car_that_hangs_misses_its_deadline_and_is_killed()
    {
        Patience.Until(2_000, deadline =>
        {
            _simulator.Release();
            string seconds = $"{deadline / 1000} s";
            _simulator.Greet(Options(seconds), Files, CancellationToken.None);
            int first = Assert.Single(Processes());

            var lost = Run(new Acting(5, () => LivingProcesses.Signal(first, "STOP")), seconds);

            Assert.Equal($"the simulator failed at step 5: it missed its deadline of {seconds}", lost.Events[^1].Text);
            Assert.Empty(Processes());
            Assert.Equal(RecordingEnd.Horizon, Run(new Acting(-1, static () => { }), seconds).End);
        });
    }

    [Fact]
    public void What_does_not_start_is_said_with_its_last_words()
    {
        var options = Setting.Map(("command", Setting.Scalar("sh -c \"echo one; echo no licence found >&2; exit 4\"")));

        var failed = Assert.Throws<ModuleFailedException>(() => _simulator.Greet(options, Files, CancellationToken.None));

        Assert.Contains("does not start: its process ended with exit code 4: no licence found (before it answered a handshake)", failed.Message, StringComparison.Ordinal);
        Assert.True(failed.IsLost);
    }

    [Fact]
    public void Processes_end_with_the_run()
    {
        _simulator.Greet(Options(), Files, CancellationToken.None);
        Assert.Single(Processes());
        _simulator.Release();

        Assert.Empty(Processes());
    }

    public void Dispose() => _simulator.Release();

    private static FileRoots Files => new() { BaseFolder = AppContext.BaseDirectory };

    private Setting Options(string deadline = "60 s") => Setting.Map(
        ("command", new Setting { Kind = SettingKind.List, Items = [Setting.Scalar(SimProgram.Path), Setting.Scalar("serve")] }),
        ("deadline", Setting.Scalar(deadline)),
        ("env", Setting.Map(("BRIDGE_TEST_MARK", Setting.Scalar(_mark)))));

    private Recording Run(IDriver driver, string deadline = "60 s") => ClosedLoop.Run(
        _simulator, new SimulatorUse { Options = Options(deadline), Files = Files }, Scene, driver, Setting.Empty, 1, 2, TestContext.Current.CancellationToken);

    private static string Json(Recording recording) => JsonSerializer.Serialize(recording, SimJson.Default.Recording);

    // Living processes that were started here; only they have the mark in their environment.
    private List<int> Processes() => LivingProcesses.WithEnvironment("BRIDGE_TEST_MARK=" + _mark);

    // Drives on, and does something at one step.
    private sealed class Acting(int atStep, Action act) : IDriver
    {
        public string Name => "acting";

        public string Description => "Does something at one step.";

        public DriverInfo Info => new(Name, "1", Reproducibility.Bit);

        public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) => new Session(atStep, act);

        private sealed class Session(int atStep, Action act) : IDriverSession
        {
            public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
            {
                if (observation.Step == atStep)
                {
                    act();
                }

                return DriverAnswer.FromControls(0, 0);
            }

            public void Dispose()
            {
            }
        }
    }
}
