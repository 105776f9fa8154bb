using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Services;
using Sim.Simulation;
using Sim.Simulation.Drivers;
using Sim.Tests.Engine;
using Sim.Tests.Rpc;
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

    private static readonly Deadlines Scaled = new()
    {
        Connect = TimeSpan.FromMilliseconds(400),
        Open = TimeSpan.FromMilliseconds(400),
        FirstStep = TimeSpan.FromMilliseconds(400),
        Step = TimeSpan.FromMilliseconds(200),
        Close = TimeSpan.FromMilliseconds(150),
    };

    private static readonly Deadlines Generous = new() { Connect = TimeSpan.FromSeconds(60), Open = TimeSpan.FromSeconds(60), FirstStep = TimeSpan.FromSeconds(60), Step = TimeSpan.FromSeconds(60) };

    private static readonly Scenario Driven = Worlds.Scene(
        Worlds.Straight(300, 2, 15), Steps / 10.0, Worlds.Ego(speed: 12), Worlds.Other("lead", new FollowLaneBehaviour(), x: 30, speed: 6));

    private static readonly Scenario Undriven = Driven with { Actors = [Driven.Actors[0] with { Behaviour = new FollowLaneBehaviour() }, Driven.Actors[1]] };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sim-faults-");
    private readonly X509Certificate2 _certificate = Certificates.ForLoopback();
    private readonly SimulatorService _service = new([new EmbeddedSimulator()], new ServerOptions { MaxSessions = 10_000 });
    private readonly Dictionary<Way, EndPoint> _upstream = [];
    private readonly ConcurrentDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly Dictionary<bool, string> _expected = new() { [true] = Bytes(Run(new EmbeddedSimulator(), Driven)), [false] = Bytes(Run(new EmbeddedSimulator(), Undriven)) };
    private RpcServer? _server;
    private int _right;
    private int _struck;

    public async ValueTask InitializeAsync()
    {
        // Handlers of hanging simulators hold pool threads.
        ThreadPool.GetMinThreads(out _, out int io);
        ThreadPool.SetMinThreads(64, io);
        string socket = Path.Combine(_folder.FullName, "server");
        _server = new RpcServer(new RpcServerOptions
        {
            Addresses = { "unix:" + socket, "grpc://127.0.0.1:0", "grpcs://127.0.0.1:0" },
            Certificate = _certificate,
            MaxConnections = 100_000,
            MaxConcurrentCalls = 100_000,
        });
        _server.AddService(Messages.Simulator.BindService(new OddSimulatorServer(_service)));
        await _server.StartAsync(TestContext.Current.CancellationToken);
        _upstream[Way.Unix] = new UnixDomainSocketEndPoint(socket);
        _upstream[Way.Tcp] = EndPointOf(_server.Addresses[1]);
        _upstream[Way.Tls] = EndPointOf(_server.Addresses[2]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _service.Dispose();
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Every_fault_ends_in_the_right_result_or_a_stated_failure_within_its_deadlines()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("SIM_FAULT_SCHEDULES") ?? "1000", CultureInfo.InvariantCulture);
        int first = int.Parse(Environment.GetEnvironmentVariable("SIM_FAULT_FIRST") ?? "0", CultureInfo.InvariantCulture);
        var wrong = new ConcurrentQueue<string>();
        int next = first;
        long begin = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (int index = Interlocked.Increment(ref next) - 1; index < first + count; index = Interlocked.Increment(ref next) - 1)
            {
                var schedule = SimulatorSchedule.Draw(index, Steps);
                try
                {
                    if (Run(schedule) is { } why)
                    {
                        wrong.Enqueue($"{schedule}: {why}");
                    }
                }
                catch (Exception e)
                {
                    wrong.Enqueue($"{schedule}: {e}");
                }
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());

        TestContext.Current.TestOutputHelper?.WriteLine($"{count} schedules in {Stopwatch.GetElapsedTime(begin).TotalSeconds:F1} s, {_struck} faults on the way struck, {_right} right results");
        foreach (var (text, times) in _outcomes.OrderByDescending(o => o.Value))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{times,5} {text}");
        }

        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Take(20)));
        Assert.True(_right > count / 5, $"only {_right} of {count} schedules gave a result");
        Assert.True(_struck > count / 4, $"only {_struck} of {count} faults struck");
    }

    /// <returns>What is wrong with the end of a schedule, or null.</returns>
    private string? Run(SimulatorSchedule schedule)
    {
        var listen = schedule.Way == Way.Unix
            ? (EndPoint)new UnixDomainSocketEndPoint(Path.Combine(_folder.FullName, schedule.Index.ToString(CultureInfo.InvariantCulture)))
            : new IPEndPoint(IPAddress.Loopback, 0);
        using var proxy = new FaultProxy(
            listen, _upstream[schedule.Way], schedule.Way != Way.Tls, schedule.Fault, delay: TimeSpan.FromMilliseconds(20), longDelay: TimeSpan.FromMilliseconds(700));
        string place = proxy.EndPoint is IPEndPoint ip ? $"127.0.0.1:{ip.Port}" : _folder.FullName;
        string address = schedule.Way switch
        {
            Way.Unix => $"unix:{proxy.EndPoint}",
            Way.Tcp => $"grpc://{place}",
            _ => $"grpcs://{place}",
        };
        using var channel = RpcChannel.ForAddress(address, new RpcChannelOptions { Authorities = schedule.Way == Way.Tls ? [_certificate] : null });
        var deadlines = schedule.MustSucceed ? Generous : schedule.Odd == "large" ? Scaled with { Step = TimeSpan.FromSeconds(5), FirstStep = TimeSpan.FromSeconds(5) } : Scaled;
        var options = new RemoteSimulatorOptions { Name = "peer", Module = schedule.Odd.Length == 0 ? "" : $"{schedule.Odd}@{schedule.OddStep}", Deadlines = deadlines };
        string text;
        long begin = Stopwatch.GetTimestamp();
        try
        {
            using var simulator = RemoteSimulator.Connect(channel.CreateCallInvoker(), options, CancellationToken.None);
            var timed = new TimedSimulator(simulator);
            var recording = Run(timed, schedule.IsDriven ? Driven : Undriven);
            if (timed.WorstExcess > Margin)
            {
                return $"a call took {timed.WorstExcess} longer than its deadline";
            }

            if (recording.End == RecordingEnd.Horizon)
            {
                Interlocked.Increment(ref _right);
                Count(proxy, "the right result");
                return Bytes(recording) == _expected[schedule.IsDriven] ? null : "a wrong result";
            }

            if (recording.End != RecordingEnd.SimulatorFailed || recording.Events.Count == 0)
            {
                return $"it ended as {recording.End}";
            }

            text = recording.Events[^1].Text;
        }
        catch (Exception e) when (e is ModuleFailedException or InputException or PeerFailedException)
        {
            text = $"{e.GetType().Name}: {e.Message}";
            // Handshake, start, scenario and reset.
            if (Stopwatch.GetElapsedTime(begin) > deadlines.Connect + 3 * deadlines.Open + Margin)
            {
                return $"the start took {Stopwatch.GetElapsedTime(begin)}";
            }
        }

        Count(proxy, System.Text.RegularExpressions.Regex.Replace(text, @"\d+", "#"));
        return text.Contains(place, StringComparison.Ordinal) || text.Contains(":1", StringComparison.Ordinal) || (text.Contains("Exception:", StringComparison.Ordinal) && !IsStated(text)) ? $"it failed without a stated reason: {text}"
            : schedule.MustSucceed ? $"it should have succeeded, but: {text}"
            : null;
    }

    // Words of the transport never come through; those of the simulator do.
    private static bool IsStated(string text) =>
        new[] { "ModuleFailedException: it ", "ModuleFailedException: the connection ", "ModuleFailedException: a message of ", "PeerFailedException: it ", "InputException: simulator 'peer' " }
            .Any(s => text.StartsWith(s, StringComparison.Ordinal)) || text.EndsWith("FormatException: no idea", StringComparison.Ordinal);

    private static Recording Run(ISimulator simulator, Scenario scene) => ClosedLoop.Run(
        simulator, new SimulatorUse(), scene, new ConstantVelocityDriver(), Setting.Empty, 1, 2, CancellationToken.None);

    private static string Bytes(Recording recording) => JsonSerializer.Serialize(recording, SimJson.Default.Recording);

    private void Count(FaultProxy proxy, string outcome)
    {
        _outcomes.AddOrUpdate(outcome, 1, (_, n) => n + 1);
        if (proxy.HasStruck)
        {
            Interlocked.Increment(ref _struck);
        }
    }

    private static IPEndPoint EndPointOf(string address) => IPEndPoint.Parse(address[(address.IndexOf("//", StringComparison.Ordinal) + 2)..]);
}
