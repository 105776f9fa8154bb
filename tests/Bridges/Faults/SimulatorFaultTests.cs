using System.Diagnostics;
using System.Text.Json;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Sim.Simulation;
using Sim.Simulation.Drivers;
using Sim.Tests.Engine;
using Sim.Tests.Faults;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Bridges;

/// <summary>
/// Random faults between a case and its simulator, over Unix sockets, TCP and TLS: every schedule ends within its deadlines, with the right result to the
/// byte or with a stated failure. SIM_FAULT_SCHEDULES sets how many.
/// </summary>
public sealed class SimulatorFaultTests : IAsyncLifetime
{
    private const int Steps = 12;
    private const int Threads = 24;

    // Not a property of the client but of a machine that does 24 schedules at once.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    // Handshake, start, scenario and reset take the first frames, each step one or two more.
    private static readonly FaultSource Source = new(20_261_123, "simulator-schedule", OddSimulatorServer.Faults, Frames: 44, UndrivenFrames: 22, Bytes: 12_000, Steps);

    private static readonly Scenario Driven = Worlds.Scene(
        Worlds.Straight(300, 2, 15), Steps / 10.0, Worlds.Ego(speed: 12), Worlds.Other("lead", new FollowLaneBehaviour(), x: 30, speed: 6));

    private static readonly Scenario Undriven = Driven with { Actors = [Driven.Actors[0] with { Behaviour = new FollowLaneBehaviour() }, Driven.Actors[1]] };

    private readonly SimulatorService _service = new([new EmbeddedSimulator()], new ServerOptions { MaxSessions = 10_000 });
    private readonly Dictionary<bool, string> _expected = new() { [true] = Bytes(Run(new EmbeddedSimulator(), Driven)), [false] = Bytes(Run(new EmbeddedSimulator(), Undriven)) };
    private FaultyServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await FaultyServer.StartAsync(Messages.Simulator.BindService(new OddSimulatorServer(_service)), TestContext.Current.CancellationToken);

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
        var options = new RemoteSimulatorOptions { Name = "peer", Module = schedule.Odd.Length == 0 ? "" : $"{schedule.Odd}@{schedule.OddStep}", Deadlines = FaultDeadlines.Of(schedule) };
        FaultEnd Wrong(string why) => new(why, false, proxy.HasStruck, why);
        string text;
        long begin = Stopwatch.GetTimestamp();
        try
        {
            using var simulator = RemoteSimulator.Connect(channel.CreateCallInvoker(), options, CancellationToken.None);
            var timed = new TimedSimulator(simulator);
            var recording = Run(timed, schedule.IsDriven ? Driven : Undriven);
            if (timed.WorstExcess > Margin)
            {
                return Wrong($"a call took {timed.WorstExcess} longer than its deadline");
            }

            if (recording.End == RecordingEnd.Horizon)
            {
                return new FaultEnd("the right result", true, proxy.HasStruck, Bytes(recording) == _expected[schedule.IsDriven] ? null : "a wrong result");
            }

            if (recording.End != RecordingEnd.SimulatorFailed || recording.Events.Count == 0)
            {
                return Wrong($"it ended as {recording.End}");
            }

            text = recording.Events[^1].Text;
        }
        catch (Exception e) when (e is ModuleFailedException or InputException or PeerFailedException)
        {
            text = $"{e.GetType().Name}: {e.Message}";
            // Handshake, start, scenario and reset.
            if (Stopwatch.GetElapsedTime(begin) > options.Deadlines.Connect + 3 * options.Deadlines.Open + Margin)
            {
                return Wrong($"the start took {Stopwatch.GetElapsedTime(begin)}");
            }
        }

        return _server.Failed(
            schedule, proxy, text, "ModuleFailedException: it ", "ModuleFailedException: the connection ", "ModuleFailedException: a message of ", "PeerFailedException: it ", "InputException: simulator 'peer' ");
    }

    private static Recording Run(ISimulator simulator, Scenario scene) => ClosedLoop.Run(
        simulator, new SimulatorUse(), scene, new ConstantVelocityDriver(), Setting.Empty, 1, 2, CancellationToken.None);

    private static string Bytes(Recording recording) => JsonSerializer.Serialize(recording, SimJson.Default.Recording);
}
