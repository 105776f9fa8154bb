using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Services;
using Sim.Simulation;
using Sim.Simulation.Drivers;
using Sim.Tests.Engine;
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
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private static readonly Deadlines Scaled = new()
    {
        Connect = TimeSpan.FromMilliseconds(400),
        Open = TimeSpan.FromMilliseconds(400),
        FirstStep = TimeSpan.FromMilliseconds(400),
        Step = TimeSpan.FromMilliseconds(200),
        Close = TimeSpan.FromMilliseconds(150),
    };

    private static readonly Deadlines Generous = new() { Connect = TimeSpan.FromSeconds(30), Open = TimeSpan.FromSeconds(30), FirstStep = TimeSpan.FromSeconds(30), Step = TimeSpan.FromSeconds(30) };

    private static readonly Scenario Scene = Worlds.Scene(
        Worlds.Straight(300, 2, 15), Steps / 10.0, Worlds.Ego(speed: 12), Worlds.Other("lead", new FollowLaneBehaviour(), x: 30, speed: 6));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sim-faults-");
    private readonly X509Certificate2 _certificate = Certificates.ForLoopback();
    private readonly DriverService _service = new([new IdmDriver()], new ServerOptions { MaxSessions = 10_000 });
    private readonly Dictionary<Link, EndPoint> _upstream = [];
    private readonly ConcurrentDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly string _expected = RemoteDriverTests.Bytes(Worlds.Run(Scene, new IdmDriver()));
    private RpcServer? _server;
    private int _right;
    private int _struck;

    public async ValueTask InitializeAsync()
    {
        // Handlers of hanging drivers hold pool threads.
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
        _server.AddService(Messages.Driver.BindService(new OddDriverServer("", 0, _service)));
        await _server.StartAsync(TestContext.Current.CancellationToken);
        _upstream[Link.Unix] = new UnixDomainSocketEndPoint(socket);
        _upstream[Link.Tcp] = EndPointOf(_server.Addresses[1]);
        _upstream[Link.Tls] = EndPointOf(_server.Addresses[2]);
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
                var schedule = FaultSchedule.Draw(index, Steps);
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
    private string? Run(FaultSchedule schedule)
    {
        var listen = schedule.Link == Link.Unix
            ? (EndPoint)new UnixDomainSocketEndPoint(Path.Combine(_folder.FullName, schedule.Index.ToString(CultureInfo.InvariantCulture)))
            : new IPEndPoint(IPAddress.Loopback, 0);
        using var proxy = new FaultProxy(
            listen, _upstream[schedule.Link], schedule.Link != Link.Tls, schedule.Fault, delay: TimeSpan.FromMilliseconds(20), longDelay: TimeSpan.FromMilliseconds(700));
        string place = proxy.EndPoint is IPEndPoint ip ? $"127.0.0.1:{ip.Port}" : _folder.FullName;
        string address = schedule.Link switch
        {
            Link.Unix => $"unix:{proxy.EndPoint}",
            Link.Tcp => $"grpc://{place}",
            _ => $"grpcs://{place}",
        };
        using var channel = RpcChannel.ForAddress(address, new RpcChannelOptions { Authorities = schedule.Link == Link.Tls ? [_certificate] : null });
        var options = new RemoteDriverOptions { Name = "peer", Deadlines = schedule.MustSucceed ? Generous : schedule.Odd == "large" ? Scaled with { Step = TimeSpan.FromSeconds(5), FirstStep = TimeSpan.FromSeconds(5) } : Scaled };
        string text;
        long begin = Stopwatch.GetTimestamp();
        try
        {
            using var driver = RemoteDriver.Connect(channel.CreateCallInvoker(), options, CancellationToken.None);
            var timed = new TimedDriver(driver, schedule.Odd.Length == 0 ? "" : $"{schedule.Odd}@{schedule.OddStep}");
            var recording = ClosedLoop.Run(new EmbeddedSimulator(), new SimulatorUse(), Scene, timed, Setting.Empty, 1, 2, CancellationToken.None);
            if (timed.WorstExcess > Margin)
            {
                return $"a call took {timed.WorstExcess} longer than its deadline";
            }

            if (recording.End == RecordingEnd.Horizon)
            {
                Interlocked.Increment(ref _right);
                Count(proxy, "the right result");
                return RemoteDriverTests.Bytes(recording) == _expected ? null : "a wrong result";
            }

            if (recording.End != RecordingEnd.DriverFailed || recording.Events.Count == 0)
            {
                return $"it ended as {recording.End}";
            }

            text = recording.Events[^1].Text;
        }
        catch (Exception e) when (e is DriverFailedException or InputException)
        {
            text = $"{e.GetType().Name}: {e.Message}";
            if (Stopwatch.GetElapsedTime(begin) > options.Deadlines.Connect + options.Deadlines.Open + Margin)
            {
                return $"the start took {Stopwatch.GetElapsedTime(begin)}";
            }
        }

        string stated = System.Text.RegularExpressions.Regex.Replace(text, @"\d+", "#");
        Count(proxy, stated);
        return text.Contains(place, StringComparison.Ordinal) || text.Contains(":1", StringComparison.Ordinal) || text.Contains("Exception:", StringComparison.Ordinal) && !IsStated(text) ? $"it failed without a stated reason: {text}"
            : schedule.MustSucceed ? $"it should have succeeded, but: {text}"
            : null;
    }

    // Words of the transport never come through; those of the driver do.
    private static bool IsStated(string text) => text.StartsWith("DriverFailedException: it ", StringComparison.Ordinal) || text.StartsWith("DriverFailedException: the connection ", StringComparison.Ordinal)
        || text.StartsWith("DriverFailedException: a message of ", StringComparison.Ordinal)
        || text.StartsWith("InputException: driver 'peer' ", StringComparison.Ordinal) || text.EndsWith("FormatException: no idea", StringComparison.Ordinal);

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
