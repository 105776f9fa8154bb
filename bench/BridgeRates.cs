using System.Diagnostics;
using System.Globalization;
using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Services;
using Sim.Simulation;
using Sim.Simulation.Drivers;
using Messages = Sim.Rpc.Messages;

namespace Sim.Bench;

/// <summary>
/// 256 small cases through the embedded engine called directly and behind the contract on a Unix socket of this machine, in turn within each round; the
/// same recordings, wall time. The engine's own work (nobody drives the ego) and a driver on the client's side, who is asked at every step.
/// </summary>
internal static class BridgeRates
{
    private const int Cases = 256;
    private const double Bar = 0.3;
    private const int RemoteThreads = 4;
    private const int DirectRepeats = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static int Run(int rounds, string only)
    {
        bool held = true;
        foreach (var load in Loads().Where(l => l.Name.Contains(only, StringComparison.Ordinal)))
        {
            held &= Compare(load, rounds) >= Bar || !load.HasBar;
        }

        return held ? 0 : 1;
    }

    // Scenarios are made anew for every batch: in a suite each case brings a map of its own, too.
    private static IEnumerable<Load> Loads()
    {
        yield return new("a street, 4 cars, 8 s, nobody drives", static () => [.. Enumerable.Range(0, Cases).Select(i => Street(i, driven: false))], null, Batches: 24, HasBar: true);
        yield return new("a ring, 20 cars, 60 s, nobody drives", static () => [.. Enumerable.Range(0, Cases).Select(i => RingWorld.Create(20, 900, 600, seed: (ulong)i) with { Name = $"ring-{i}" })], null, Batches: 2, HasBar: true);
        yield return new("a street, 4 cars, 8 s, IDM drives the ego", static () => [.. Enumerable.Range(0, Cases).Select(i => Street(i, driven: true))], new IdmDriver(), Batches: 4, HasBar: false);
    }

    private static double Compare(Load load, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("sim-bench-");
        using var service = new SimulatorService([new EmbeddedSimulator()], new ServerOptions { MaxSessions = 1000 });
        var server = new RpcServer(new RpcServerOptions { Addresses = { "unix:" + Path.Combine(folder.FullName, "s") }, MaxStreamsPerConnection = 1000 });
        server.AddService(Messages.Simulator.BindService(service));
        server.StartAsync().GetAwaiter().GetResult();
        using var channel = RpcChannel.ForAddress(server.Addresses[0], new RpcChannelOptions { MaxReceiveMessageSize = 64 << 20 });
        using var remote = RemoteSimulator.Connect(channel.CreateCallInvoker(), new RemoteSimulatorOptions { Name = "embedded" }, CancellationToken.None);
        var direct = new EmbeddedSimulator();
        int threads = Environment.ProcessorCount;

        // What runs for minutes in a suite is measured when it has been compiled.
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < WarmUp)
        {
            Measure(direct, load, threads, 1);
            Measure(remote, load, RemoteThreads * threads, 1);
        }

        List<double> ratios = [], work = [];
        Console.WriteLine($"\n| {load.Name}: round | direct, cases/s | behind the contract, cases/s | ratio | direct, CPU µs/case | behind the contract, CPU µs/case | ratio | KiB/case |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (int round = 1; round <= rounds; round++)
        {
            Cost here = new(), there = new();
            for (int batch = 0; batch < load.Batches; batch++)
            {
                here += Measure(direct, load, threads, DirectRepeats);
                there += Measure(remote, load, RemoteThreads * threads, 1);
            }

            (here, there) = (here / load.Batches, there / load.Batches);
            ratios.Add(here.Seconds / there.Seconds);
            work.Add(here.CpuSeconds / there.CpuSeconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {round} | {1 / here.Seconds:0} | {1 / there.Seconds:0} | {ratios[^1]:0.00} | {here.CpuSeconds * 1e6:0} | {there.CpuSeconds * 1e6:0} | {work[^1]:0.00} | {here.Bytes / 1024:0} / {there.Bytes / 1024:0} |"));
        }

        ratios.Sort();
        work.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nmedian {ratios[rounds / 2]:0.00} by wall time, {work[rounds / 2]:0.00} by CPU time, calibration kernel {Calibrated():0.00} ms"));
        server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        folder.Delete(recursive: true);
        return ratios[rounds / 2];
    }

    private static double Calibrated()
    {
        long begin = Stopwatch.GetTimestamp();
        Calibration.Kernel();
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    // The mean of a case.
    private static Cost Measure(ISimulator simulator, Load load, int threads, int repeats)
    {
        var sum = new Cost();
        for (int i = 0; i < repeats; i++)
        {
            sum += Batch(simulator, load.Make(), load.Driver, threads);
        }

        return new Cost(sum.Seconds / repeats / Cases, sum.CpuSeconds / repeats / Cases, sum.Bytes / repeats / Cases);
    }

    private static Cost Batch(ISimulator simulator, Scenario[] scenarios, IDriver? driver, int threads)
    {
        int next = -1, steps = 0;
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        double bytes = GC.GetTotalAllocatedBytes();
        long begin = Stopwatch.GetTimestamp();
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            for (int i = Interlocked.Increment(ref next); i < scenarios.Length; i = Interlocked.Increment(ref next))
            {
                var recording = ClosedLoop.Run(simulator, new SimulatorUse(), scenarios[i], driver, Setting.Empty, 1, 2, CancellationToken.None);
                Interlocked.Add(ref steps, recording.End == RecordingEnd.Horizon && recording.StepCount == scenarios[i].StepCount + 1 ? recording.StepCount : 0);
            }
        })).ToList();
        workers.ForEach(w => w.Start());
        workers.ForEach(w => w.Join());
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        process.Refresh();
        return steps == scenarios.Sum(s => s.StepCount + 1)
            ? new Cost(seconds, (process.TotalProcessorTime - cpu).TotalSeconds, GC.GetTotalAllocatedBytes() - bytes)
            : throw new InvalidOperationException("steps are missing");
    }

    private static Scenario Street(int i, bool driven)
    {
        var body = new BodyBox(4.5, 1.8, 1.5, 1.35);
        var lanes = Enumerable.Range(0, 2).Select(n => new Lane
        {
            Id = $"{n}",
            Centre = new Polyline([new(-100, 3.5 * n), new(500, 3.5 * n)]),
            Left = new Polyline([new(-100, 3.5 * n + 1.75), new(500, 3.5 * n + 1.75)]),
            Right = new Polyline([new(-100, 3.5 * n - 1.75), new(500, 3.5 * n - 1.75)]),
            SpeedLimitMps = 15,
            LeftNeighbour = n == 0 ? new LaneNeighbour("1", true) : null,
            RightNeighbour = n == 1 ? new LaneNeighbour("0", true) : null,
        });
        Actor Car(string id, double x, int lane, double speed, Behaviour behaviour) => new()
        {
            Id = id,
            Class = ActorClass.Car,
            Body = body,
            Initial = new ActorState(x, 3.5 * lane, 0, speed),
            Behaviour = behaviour,
        };
        var follow = new FollowLaneBehaviour();
        return new Scenario
        {
            Name = $"street-{i}",
            Map = new RoadMap { Name = "street", Lanes = [.. lanes] },
            StepUs = 100_000,
            HorizonUs = 8_000_000,
            EgoId = "ego",
            Actors =
            [
                Car("ego", 0, 0, 10 + 0.01 * i, driven ? new DriverBehaviour() : follow),
                Car("lead", 30, 0, 8, follow), Car("left", 10, 1, 11, follow), Car("behind", -30, 1, 12, follow),
            ],
            Provenance = new Provenance { Generator = "bench" },
        };
    }

    private sealed record Load(string Name, Func<Scenario[]> Make, IDriver? Driver, int Batches, bool HasBar);

    private readonly record struct Cost(double Seconds, double CpuSeconds, double Bytes)
    {
        public static Cost operator /(Cost a, double by) => new(a.Seconds / by, a.CpuSeconds / by, a.Bytes / by);

        public static Cost operator +(Cost a, Cost b) => new(a.Seconds + b.Seconds, a.CpuSeconds + b.CpuSeconds, a.Bytes + b.Bytes);
    }
}
