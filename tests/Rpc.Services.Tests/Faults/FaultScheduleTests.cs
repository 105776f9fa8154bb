using System.Diagnostics;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Sim.Simulation;
using Sim.Simulation.Drivers;
using Sim.Tests.Engine;
using Sim.Tests.Faults;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Rpc;

/// <summary>
/// Random faults between a case and its driver, over Unix sockets, TCP and TLS: every schedule ends within its deadlines, with the right result to the
/// byte or with a stated failure. SIM_FAULT_SCHEDULES sets how many. In plain text a changed byte inside a message is not among the faults: nothing
/// but TLS can see it, and with TLS it is.
/// </summary>
public sealed class FaultScheduleTests : IAsyncLifetime
{
    private const int Steps = 12;
    private const int Threads = 24;

    // Not a property of the client but of a machine that does 24 schedules at once.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private static readonly FaultSource Source = new(20_261_122, "fault-schedule", OddDriverServer.Faults, Frames: 36, UndrivenFrames: 0, Bytes: 9_000, Steps);

    private static readonly Scenario Scene = Worlds.Scene(
        Worlds.Straight(300, 2, 15), Steps / 10.0, Worlds.Ego(speed: 12), Worlds.Other("lead", new FollowLaneBehaviour(), x: 30, speed: 6));

    private readonly DriverService _service = new([new IdmDriver()], new ServerOptions { MaxSessions = 10_000 });
    private readonly string _expected = RemoteDriverTests.Bytes(Worlds.Run(Scene, new IdmDriver()));
    private FaultyServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await FaultyServer.StartAsync(Messages.Driver.BindService(new OddDriverServer("", 0, _service)), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _service.Dispose();
    }

    [Fact]
    public void Every_fault_ends_in_the_right_result_or_a_stated_failure_within_its_deadlines() =>
        FaultCampaign.Run(1000, Threads, static i => FaultSchedule.Draw(Source, i), Run);

    private FaultEnd Run(FaultSchedule schedule)
    {
        using var proxy = _server.Proxy(schedule);
        using var channel = _server.Channel(schedule, proxy);
        var options = new RemoteDriverOptions { Name = "peer", Deadlines = FaultDeadlines.Of(schedule) };
        FaultEnd Wrong(string why) => new(why, false, proxy.HasStruck, why);
        string text;
        long begin = Stopwatch.GetTimestamp();
        try
        {
            using var driver = RemoteDriver.Connect(channel.CreateCallInvoker(), options, CancellationToken.None);
            var timed = new TimedDriver(driver, schedule.Odd.Length == 0 ? "" : $"{schedule.Odd}@{schedule.OddStep}");
            var recording = ClosedLoop.Run(new EmbeddedSimulator(), new SimulatorUse(), Scene, timed, Setting.Empty, 1, 2, CancellationToken.None);
            if (timed.WorstExcess > Margin)
            {
                return Wrong($"a call took {timed.WorstExcess} longer than its deadline");
            }

            if (recording.End == RecordingEnd.Horizon)
            {
                return new FaultEnd("the right result", true, proxy.HasStruck, RemoteDriverTests.Bytes(recording) == _expected ? null : "a wrong result");
            }

            if (recording.End != RecordingEnd.DriverFailed || recording.Events.Count == 0)
            {
                return Wrong($"it ended as {recording.End}");
            }

            text = recording.Events[^1].Text;
        }
        catch (Exception e) when (e is DriverFailedException or InputException)
        {
            text = $"{e.GetType().Name}: {e.Message}";
            if (Stopwatch.GetElapsedTime(begin) > options.Deadlines.Connect + options.Deadlines.Open + Margin)
            {
                return Wrong($"the start took {Stopwatch.GetElapsedTime(begin)}");
            }
        }

        return _server.Failed(
            schedule, proxy, text, "DriverFailedException: it ", "DriverFailedException: the connection ", "DriverFailedException: a message of ", "InputException: driver 'peer' ");
    }
}
