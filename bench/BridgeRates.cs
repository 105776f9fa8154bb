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

    public static int Run(int rounds)
    {
        bool held = true;
        foreach (var (name, scenarios, driver) in Loads())
        {
            held &= Compare(name, scenarios, driver, rounds) >= Bar || driver is not null;
        }

        return held ? 0 : 1;
    }

    // Made anew for every batch: in a suite each case brings a map of its own, too.
    private static IEnumerable<(string Name, Func<Scenario[]> Scenarios, IDriver? Driver)> Loads()
    {
        yield return ("a street, 4 cars, 8 s, nobody drives", static () => [.. Enumerable.Range(0, Cases).Select(i => Street(i, driven: false))], null);
        yield return ("a ring, 20 cars, 60 s, nobody drives", static () => [.. Enumerable.Range(0, Cases).Select(i => RingWorld.Create(20, 900, 600, seed: (ulong)i) with { Name = $"ring-{i}" })], null);
        yield return ("a street, 4 cars, 8 s, IDM drives the ego", static () => [.. Enumerable.Range(0, Cases).Select(i => Street(i, driven: true))], new IdmDriver());
    }

    private static double Compare(string name, Func<Scenario[]> make, IDriver? driver, int rounds)
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
        Batch(direct, make(), driver, threads);
        Batch(remote, make(), driver, 4 * threads);
        var ratios = new List<double>();
        Console.WriteLine($"\n| {name}: round | direct, cases/s | behind the contract, cases/s | ratio |");
        Console.WriteLine("|---:|---:|---:|---:|");
        for (int round = 1; round <= rounds; round++)
        {
            double here = Batch(direct, make(), driver, threads);
            double there = Batch(remote, make(), driver, 4 * threads);
            ratios.Add(here / there);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {round} | {Cases / here:0} | {Cases / there:0} | {here / there:0.00} |"));
        }

        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nmedian {ratios[rounds / 2]:0.00}, calibration kernel {Calibrated():0.00} ms"));
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

    private static double Batch(ISimulator simulator, Scenario[] scenarios, IDriver? driver, int threads)
    {
        int next = -1, states = 0;
        long begin = Stopwatch.GetTimestamp();
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            for (int i = Interlocked.Increment(ref next); i < scenarios.Length; i = Interlocked.Increment(ref next))
            {
                var recording = ClosedLoop.Run(simulator, new SimulatorUse(), scenarios[i], driver, Setting.Empty, 1, 2, CancellationToken.None);
                Interlocked.Add(ref states, recording.StepCount);
            }
        })).ToList();
        workers.ForEach(w => w.Start());
        workers.ForEach(w => w.Join());
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return states > scenarios.Length ? seconds : throw new InvalidOperationException("steps are missing");
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
}
