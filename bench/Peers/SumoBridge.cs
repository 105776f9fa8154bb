using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sim.Numerics;
using Sim.Plugins.Sdk;
using Sim.Plugins.Sumo;
using Sim.Plugins.Sumo.Networks;
using Sim.Plugins.Sumo.Processes;
using Sim.Plugins.Sumo.Traci;

namespace Sim.Bench.Peers;

/// <summary>
/// The bridge to SUMO against a bare socket on the same SUMO with the same arguments: a 4 × 4 grid, 82 vehicles on random ways, steps of 0.1 s. The bare
/// client sends 14 bytes a step, receives positions, angles, speeds of all vehicles by subscription and looks at none of them; the bridge makes a
/// recording of them, with contacts and events, and moves an ego. In turn, A B A B; wall time, because SUMO works meanwhile.
/// </summary>
internal static class SumoBridge
{
    private const int Vehicles = 82;
    private const int WarmUp = 300;
    private const int Steps = 2000;

    public static int Run(int rounds)
    {
        string folder = Directory.CreateTempSubdirectory("sumo-bridge-").FullName;
        try
        {
            var installation = SumoInstallation.Find();
            using (var made = RunningProgram.Start(Path.Combine(Path.GetDirectoryName(installation.Sumo)!, "netgenerate"), installation.Home, folder, ["--grid", "--grid.number", "4", "--grid.length", "150", "-o", "grid.net.xml"]))
            {
                if (made.WaitForExit(TimeSpan.FromMinutes(1), CancellationToken.None) != 0)
                {
                    throw new InvalidOperationException($"netgenerate: {made.Words()}");
                }
            }

            string net = Path.Combine(folder, "grid.net.xml");
            var network = SumoNetworkReader.Read(File.ReadAllBytes(net), "grid.net.xml");
            File.WriteAllBytes(Path.Combine(folder, "trips.rou.xml"), Trips(network));
            Bridge(folder, network, Steps);
            var ratios = new List<double>();
            Console.WriteLine("| round | bridge, steps/s | bare socket, steps/s | ratio | vehicles |");
            Console.WriteLine("|---:|---:|---:|---:|---:|");
            for (int round = 1; round <= rounds; round++)
            {
                var (ours, vehicles) = Bridge(folder, network, Steps);
                double bare = Bare(folder, installation, Steps);
                ratios.Add(ours / bare);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {round} | {ours:#,0} | {bare:#,0} | {ours / bare:0.00} | {vehicles:0} |"));
            }

            ratios.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nmedian ratio {ratios[ratios.Count / 2]:0.00} ({rounds} rounds of {Steps} steps)"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (double Rate, double Vehicles) Bridge(string folder, SumoNetwork network, int steps)
    {
        var map = SumoNetworkMap.Of(network, "grid.net.xml");
        var lane = map.Lanes.First(l => l.JunctionId is null);
        var pose = lane.Centre.PoseAt(lane.Centre.LengthM / 2);
        var scenario = new Scenario
        {
            Name = "grid",
            Map = map,
            StepUs = 100_000,
            HorizonUs = (WarmUp + steps) * 100_000L,
            // Beside the road: in both runs the vehicles drive alike.
            Actors = [new Actor { Id = "ego", Class = ActorClass.Car, Body = new BodyBox(4.5, 1.8), Initial = new ActorState(pose.X - 500, pose.Y - 500, 0, 0), Behaviour = new StationaryBehaviour() }],
            EgoId = "ego",
            Provenance = new Provenance { Generator = "bench", Version = "1" },
        };
        var use = new SimulatorUse
        {
            Name = "sumo",
            Options = Setting.Map([("network", Setting.Scalar("grid.net.xml")), ("routes", Setting.Scalar("trips.rou.xml")), ("lane_change", Setting.Scalar("0 s"))]),
            Files = new FileRoots { BaseFolder = folder },
        };
        using var session = new SumoSimulator().Open(use, CancellationToken.None);
        session.Load(scenario, 1, CancellationToken.None);
        for (int i = 0; i < WarmUp; i++)
        {
            session.Step(null, CancellationToken.None);
        }

        long vehicles = 0;
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++)
        {
            vehicles += session.Observe().Others.Length;
            session.Step(null, CancellationToken.None);
        }

        return (steps / Stopwatch.GetElapsedTime(begin).TotalSeconds, vehicles / (double)steps);
    }

    private static double Bare(string folder, SumoInstallation installation, int steps)
    {
        int port;
        using (var look = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            look.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            port = ((IPEndPoint)look.LocalEndPoint!).Port;
        }

        using var sumo = RunningProgram.Start(installation.Sumo, installation.Home, folder,
        [
            "-n", "grid.net.xml", "-r", "trips.rou.xml", "--step-length", "0.1", "--begin", "0", "--seed", "1", "--route-steps", "0", "--no-step-log", "true", "--no-warnings", "true",
            "--duration-log.disable", "true", "--xml-validation", "never", "--time-to-teleport", "-1", "--collision.action", "warn", "--collision.mingap-factor", "0",
            "--collision.check-junctions", "true", "--remote-port", port.ToString(CultureInfo.InvariantCulture),
        ]);
        using var socket = Connect(port);
        byte[] buffer = new byte[1 << 20];
        var writer = new TraciWriter();
        Exchange(writer.Clear().Begin(TraciIds.SubscribeSimulation).Double(TraciIds.Always).Double(TraciIds.Always).Text("").Byte(1).Byte(TraciIds.Departed).End().Message());
        byte[] step = writer.Clear().Begin(TraciIds.SimulationStep).Double(0).End().Message().ToArray();
        long begin = 0;
        for (int i = 0; i < WarmUp + steps; i++)
        {
            if (i == WarmUp)
            {
                begin = Stopwatch.GetTimestamp();
            }

            int length = Exchange(step);
            if (i < WarmUp)
            {
                Subscribe(buffer.AsSpan(4, length - 4));
            }
        }

        double rate = steps / Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Exchange(writer.Clear().Begin(TraciIds.Close).End().Message());
        return rate;

        int Exchange(ReadOnlySpan<byte> message)
        {
            socket.Send(message);
            int have = 0, need = 4;
            while (have < need)
            {
                have += socket.Receive(buffer.AsSpan(have));
                need = have >= 4 ? System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(buffer) : 4;
            }

            return need;
        }

        void Subscribe(ReadOnlySpan<byte> answer)
        {
            var reader = new TraciReader(answer);
            TraciAnswer.Require(ref reader, TraciIds.SimulationStep, "a step");
            var departed = new List<string>();
            for (int n = reader.Count(6); n > 0; n--)
            {
                var content = reader.Command(out byte id);
                if (id == TraciIds.SimulationSubscription)
                {
                    content.Utf8();
                    content.Byte();
                    content.Byte();
                    content.Byte();
                    content.Type(TraciIds.TypeStrings);
                    for (int k = content.Count(4); k > 0; k--)
                    {
                        departed.Add(content.Text());
                    }
                }
            }

            if (departed.Count > 0)
            {
                writer.Clear();
                foreach (string id in departed)
                {
                    writer.Begin(TraciIds.SubscribeVehicle).Double(TraciIds.Always).Double(TraciIds.Always).Text(id).Byte(3).Byte(TraciIds.Position3).Byte(TraciIds.Angle).Byte(TraciIds.Speed).End();
                }

                Exchange(writer.Message());
            }
        }
    }

    private static Socket Connect(int port)
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
                Thread.Sleep(20);
            }
        }
    }

    // Ways long enough for the whole run, so that the number of vehicles stays what it is.
    private static byte[] Trips(SumoNetwork network)
    {
        var random = new RandomStream(1);
        var roads = network.Edges.Where(e => e.Function == "normal").ToList();
        var text = new StringBuilder("<routes><vType id=\"car\"/>\n");
        for (int i = 0; i < Vehicles; i++)
        {
            var edge = roads[random.NextInt(roads.Count)];
            var edges = new List<string>();
            for (int k = 0; k < 60; k++)
            {
                edges.Add(edge.Id);
                var next = network.Next(edge, "passenger").ToList();
                edge = next[random.NextInt(next.Count)];
            }

            text.Append(CultureInfo.InvariantCulture, $"<vehicle id=\"v{i}\" type=\"car\" depart=\"{i * 0.25:0.##}\"><route edges=\"{string.Join(' ', edges)}\"/></vehicle>\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("</routes>\n").ToString());
    }
}
