using System.Diagnostics;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Sim.Tests.Faults;

namespace Sim.Tests.Bridges;

/// <summary>The stand-ins of CARLA and MetaDrive fail by script: every case ends within its deadlines, as it should or with a sentence that says why.</summary>
public sealed class SideCarFaultTests
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("metadrive", "crash_at=4", "nodePath")]
    [InlineData("metadrive", "crash_on_load=1", "bad_alloc")]
    [InlineData("metadrive", "version=0.3.0", "MetaDrive 0.3.0 is not among the known versions 0.4.3")]
    [InlineData("carla", "timeout_at=4", "time-out of")]
    [InlineData("carla", "crash_on_load=1", "is gone")]
    [InlineData("carla", "server=0.9.14", "the carla module is 0.9.16, the server 0.9.14")]
    [InlineData("carla", "sync=1", "another client ticks it")]
    [InlineData("carla", "ticker_at=5", "another client ticks this CARLA server too")]
    [InlineData("carla", "wrong_dt=1", "advanced 0.1 s in a tick of 0.05 s")]
    [InlineData("carla", "missing_at=6", "lacks frames of 'imu'")]
    [InlineData("carla", "skip_at=5", "lacks frames of 'imu'")]
    [InlineData("carla", "blocked=passes", "SPAWN_BLOCKED")]
    [InlineData("carla", "late=1", null)]
    public Task Each_fault_ends_its_case_in_time_with_its_reason(string package, string fault, string? reason) => EndsAsync(package, fault, reason, 60_000);

    [Theory]
    [InlineData("metadrive")]
    [InlineData("carla")]
    public Task A_hang_misses_the_deadline_of_a_step(string package) =>
        Patience.UntilAsync(2_000, limit => EndsAsync(package, "hang_at=4", $"it missed its deadline of {limit / 1000} s", limit));

    private static async Task EndsAsync(string package, string fault, string? reason, int stepMs)
    {
        PythonSubject.Require();
        var deadlines = Deadlines.ForSimulators with { Step = TimeSpan.FromMilliseconds(stepMs) };
        await using var subject = new FaultySubject(package, fault);
        await subject.InitializeAsync();
        using var simulator = RemoteSimulator.Connect(subject.Invoker, new RemoteSimulatorOptions { Name = package, Deadlines = deadlines }, TestContext.Current.CancellationToken);
        long begin = Stopwatch.GetTimestamp();

        var error = Record.Exception(() => TenSteps(simulator, subject));

        Assert.True(Stopwatch.GetElapsedTime(begin) < Most);
        if (reason is null)
        {
            Assert.Null(error);
            return;
        }

        Assert.True(error is ModuleFailedException or InputException, error?.ToString() ?? "nothing failed");
        Assert.Contains(reason, error!.Message, StringComparison.Ordinal);
    }

    private static void TenSteps(RemoteSimulator simulator, Subject subject)
    {
        using var session = simulator.Open(new SimulatorUse { Options = subject.Options }, TestContext.Current.CancellationToken);
        session.Load(subject.Calm(10), 1, TestContext.Current.CancellationToken);
        for (int step = 0; step < 10; step++)
        {
            session.Step(DriverAnswer.FromControls(0, 0), TestContext.Current.CancellationToken);
        }
    }

    private sealed class FaultySubject(string package, string fault) : PythonSubject
    {
        public override Setting Options => package == "carla"
            ? Setting.Map(("sensors", new Setting { Kind = SettingKind.List, Items = [Setting.Map(("type", Setting.Scalar("imu")))] }), ("sensor_deadline_s", Setting.Scalar("0.5")))
            : Setting.Empty;

        protected override string Package => package;

        protected override IReadOnlyList<string> Command => CommandOf(package, fault);
    }
}
