using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Sim.Numerics;
using Sim.Plugins.Sdk;
using Sim.Plugins.Sumo;
using Sim.Plugins.Sumo.Traffic;
using Sim.Simulation;
using Sim.Simulation.Drivers;
using Sim.Tests.Faults;

namespace Sim.Tests.Sumo;

/// <summary>
/// Random faults between a case and a live SUMO: every schedule ends with the bytes of the undisturbed run or with a stated failure, and nothing of SUMO
/// is left. A repeated question and a changed byte inside a message are not among the faults: TraCI has neither numbers nor sums, only TCP's.
/// </summary>
public sealed class SumoFaultTests
{
    private const int Threads = 4;
    private const double Seconds = 3;
    private const int Frames = 40;
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    private static readonly FaultKind[] Kinds = FaultKinds.Process;

    private static readonly string[] Stated = ["SUMO was lost", "SUMO could not be started", "SUMO answers nonsense", "SUMO refused", "SUMO does not give"];

    private readonly Scenario _scenario = LiveConformanceTests.Crossing(Seconds);

    [Fact]
    public void Every_fault_ends_in_the_right_result_or_a_stated_failure_and_leaves_no_process()
    {
        _ = Live.Installation;
        var expected = Episodes(new CallTimer(), Options(isPatient: true), static port => port, resets: true, out _);
        Assert.Equal(expected[0], expected[1]);

        FaultCampaign.Run(20, Threads, static i => ProcessSchedule.Draw("sumo-schedule", Kinds, Frames, i), s => Run(s, expected[0]));
    }

    private FaultEnd Run(ProcessSchedule schedule, byte[] expected)
    {
        // A question that comes twice is answered twice, and done twice.
        var first = schedule.First.Kind == FaultKind.Repeat ? schedule.First with { ToServer = false } : schedule.First;
        bool mustSucceed = schedule.Second.Kind == FaultKind.None
            && (FaultKinds.IsHarmless(first.Kind) || (first.At > 0 && (FaultKinds.IsSeen(first.Kind) || first.Kind == FaultKind.Kill)));
        var options = Options(isPatient: mustSucceed);
        var proxies = new ConcurrentQueue<FaultProxy>();
        var ports = new ConcurrentQueue<int>();
        var timer = new CallTimer();
        FaultEnd end;
        try
        {
            var episodes = Episodes(timer, options, Through, schedule.Resets, out string? failure);
            bool struck = proxies.Any(p => p.HasStruck);
            bool lied = first.Kind == FaultKind.WrongTick && proxies.First().HasStruck;
            string? wrong = episodes.Exists(e => !e.AsSpan().SequenceEqual(expected)) ? "a wrong result"
                : failure is null ? lied ? "a wrong time was believed" : null
                : mustSucceed ? $"it should have succeeded, but: {failure}"
                : Stated.Any(s => failure.StartsWith(s, StringComparison.Ordinal)) ? null : $"it failed without a stated reason: {failure}";
            end = new FaultEnd($"{first.Kind}: {failure ?? "the right result"}", failure is null, struck, wrong);
        }
        finally
        {
            foreach (var proxy in proxies)
            {
                proxy.Dispose();
            }
        }

        return ports.SelectMany(Processes).Any() ? end with { Wrong = "SUMO is still there" }
            : timer.WorstExcess > Margin ? end with { Wrong = $"a call took {timer.WorstExcess} longer than it may" }
            : end;

        int Through(int port)
        {
            ports.Enqueue(port);
            var fault = ports.Count switch
            {
                1 => first,
                2 => schedule.Second,
                _ => first with { Kind = FaultKind.None },
            };
            var proxy = new FaultProxy(
                new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, port), Framing.Lengths, fault, TimeSpan.FromMilliseconds(20), 2 * options.Deadline,
                new FaultHands { Kill = () => Signal(port, "KILL"), Stop = () => Signal(port, "STOP"), Retime = piece => Retime(piece.Span, new RandomStream(fault.Seed)) });
            proxies.Enqueue(proxy);
            return ((IPEndPoint)proxy.EndPoint).Port;
        }
    }

    private List<byte[]> Episodes(CallTimer timer, SumoOptions options, Func<int, int> through, bool resets, out string? failure)
    {
        var use = new SimulatorUse { Name = "sumo" };
        // A lost SUMO is started again in the same call.
        var most = 2 * (options.StartDeadline + options.Deadline);
        return FaultCase.Run(() => CoSimulation.Open(use, new SumoTraffic(options, use) { Through = through }), _scenario, new IdmDriver(), resets, call => timer.Time(most, call), out failure);
    }

    private static SumoOptions Options(bool isPatient) => SumoOptions.Read(LiveConformanceTests.SettingOf(
        isPatient ? "vehicles_per_hour: 1800\ndeadline: 120 s\nstart_deadline: 120 s" : "vehicles_per_hour: 1800\ndeadline: 2 s\nstart_deadline: 6 s"));

    private static List<int> Processes(int port) => LivingProcesses.WithArguments($"--remote-port\0{port}\0");

    private static void Signal(int port, string signal) => Processes(port).ForEach(p => LivingProcesses.Signal(p, signal));

    // In the answer to a step: the variable "time", status 0, a double.
    private static byte[]? Retime(ReadOnlySpan<byte> piece, RandomStream random)
    {
        int at = piece.IndexOf((ReadOnlySpan<byte>)[0x66, 0x00, 0x0b]) + 3;
        if (at < 3 || piece.Length < at + 8)
        {
            return null;
        }

        byte[] changed = piece.ToArray();
        double off = new[] { 0.1, -0.1, 0.001, 1e6, double.NaN }[random.NextInt(5)];
        BinaryPrimitives.WriteDoubleBigEndian(changed.AsSpan(at), BinaryPrimitives.ReadDoubleBigEndian(changed.AsSpan(at)) + off);
        return changed;
    }
}
