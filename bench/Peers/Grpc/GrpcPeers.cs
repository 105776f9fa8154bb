using System.Diagnostics;
using System.Globalization;

namespace Sim.Bench.Peers.Grpc;

/// <summary>
/// Our transport beside C++ grpc and python3-grpcio (Debian's packages): CPU of a server per unary call, round trips of a driver's step, six cameras. Every comparison
/// takes turns within one run; CPU time is user plus system of the process in question, start-up and warm-up taken out.
/// </summary>
internal static class GrpcPeers
{
    private const int Calls = 60_000;
    private const int Steps = 20_000;
    private const int CameraSeconds = 10;
    private const string Python = "/usr/bin/python3";

    private static readonly string Source = Path.Combine(Root(), "bench", "Peers", "Grpc");
    private static readonly string Built = Path.Combine(Root(), "bench", "obj", "peer");

    public static int Run(int rounds)
    {
        Build();
        string folder = Directory.CreateTempSubdirectory("grpc-peers-").FullName;
        try
        {
            string[] ours = [Environment.ProcessPath!, .. Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [typeof(GrpcPeers).Assembly.Location] : Array.Empty<string>(), "peers", "grpc-role"];
            string[] cpp = [Path.Combine(Built, "peer")];
            string[] python = [Python, Path.Combine(Source, "peer.py"), Path.Combine(Built, "python")];
            PrintCalibration();
            using var csharpServer = PeerProcess.Serve(ours, Path.Combine(folder, "csharp"));
            using var cppServer = PeerProcess.Serve(cpp, Path.Combine(folder, "cpp"));
            using var pythonServer = PeerProcess.Serve(python, Path.Combine(folder, "python"));
            Unary(rounds, cpp, csharpServer, cppServer, pythonServer);
            Step(rounds, ours, cpp, csharpServer, cppServer);
            Cameras(ours, cpp, python, csharpServer, cppServer);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void PrintCalibration()
    {
        double best = double.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            Sink = Calibration.Kernel();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        Print($"calibration kernel {best:0.00} ms; {Environment.ProcessorCount} cores");
    }

    /// <summary>Keeps the kernel's result alive.</summary>
    internal static double Sink { get; private set; }

    private static void Unary(int rounds, string[] load, PeerProcess csharp, PeerProcess cpp, PeerProcess python)
    {
        Print($"\nUnary calls of 20 bytes, 8 at once, the same C++ client: CPU of the server per call, calls per second\n");
        Print($"| round | C# µs | C++ µs | Python µs | C#/C++ | C# /s | C++ /s | Python /s | C#/Python |");
        Print($"|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var server in new[] { csharp, cpp, python })
        {
            Load(load, server, server == python ? 10_000 : Calls);
        }

        var cost = new List<double>();
        var rate = new List<double>();
        for (int round = 1; round <= rounds; round++)
        {
            var a = Load(load, csharp, Calls);
            var b = Load(load, cpp, Calls);
            var c = Load(load, python, Calls / 4);
            cost.Add(a.Micros / b.Micros);
            rate.Add(a.PerSecond / c.PerSecond);
            Print($"| {round} | {a.Micros:0.0} | {b.Micros:0.0} | {c.Micros:0.0} | {cost[^1]:0.00} | {a.PerSecond:#,0} | {b.PerSecond:#,0} | {c.PerSecond:#,0} | {rate[^1]:0.0} |");
        }

        Print($"\nmedian: CPU C#/C++ {Median(cost):0.00} (at most 1.3), rate C#/Python {Median(rate):0.0} (at least 3)");
    }

    private static (double Micros, double PerSecond) Load(string[] load, PeerProcess server, int calls)
    {
        double before = server.CpuSeconds;
        var (words, _) = PeerProcess.Client(load, "ping", server.Target, "8", calls.ToString(CultureInfo.InvariantCulture));
        return ((server.CpuSeconds - before) / calls * 1e6, Number(words[0]));
    }

    private static void Step(int rounds, string[] ours, string[] cpp, PeerProcess csharpServer, PeerProcess cppServer)
    {
        Print($"\nA driver's step over one stream on a Unix socket: 50 actors there, a plan of 40 points back; median (99th percentile) in µs\n");
        Print($"| round | C# to C# | C++ to C++ | C# to C++ | C#/C++ |");
        Print($"|---:|---:|---:|---:|---:|");
        var ratios = new List<double>();
        var mixed = new List<double>();
        string steps = Steps.ToString(CultureInfo.InvariantCulture);
        for (int round = 1; round <= rounds; round++)
        {
            var a = PeerProcess.Client(ours, "step", csharpServer.Socket, steps).Words;
            var b = PeerProcess.Client(cpp, "step", cppServer.Socket, steps).Words;
            var c = PeerProcess.Client(ours, "step", cppServer.Socket, steps).Words;
            ratios.Add(Number(a[0]) / Number(b[0]));
            mixed.Add(Number(c[0]) / Number(b[0]));
            Print($"| {round} | {Number(a[0]):0} ({Number(a[1]):0}) | {Number(b[0]):0} ({Number(b[1]):0}) | {Number(c[0]):0} ({Number(c[1]):0}) | {ratios[^1]:0.00} |");
        }

        Print($"\nmedian: C# to C# over C++ to C++ {Median(ratios):0.00} (at most 1.5), C# to C++ over C++ to C++ {Median(mixed):0.00}");
    }

    private static void Cameras(string[] ours, string[] cpp, string[] python, PeerProcess csharpServer, PeerProcess cppServer)
    {
        Print($"\nSix cameras of 3 MiB at 10 Hz for {CameraSeconds} s, one stream: share of a core (senders with their start-up)\n");
        Print($"| sender | receiver | transport | sender's core | receiver's core |");
        Print($"|---|---|---|---:|---:|");
        Look("C#", ours, "C#", csharpServer);
        Look("C++", cpp, "C#", csharpServer);
        Look("Python", python, "C#", csharpServer);
        Look("C#", ours, "C++", cppServer);
        Look("C++", cpp, "C++", cppServer);
    }

    private static void Look(string sender, string[] client, string receiver, PeerProcess server)
    {
        foreach (var (name, target) in new[] { ("Unix socket", server.Socket), ("loopback", server.Target) })
        {
            double before = server.CpuSeconds;
            var (words, seconds) = PeerProcess.Client(client, "camera", target, CameraSeconds.ToString(CultureInfo.InvariantCulture));
            if (words[0] != "600") throw new InvalidOperationException($"{words[0]} frames arrived of 600.");
            Print($"| {sender} | {receiver} | {name} | {seconds / CameraSeconds:0.00} | {(server.CpuSeconds - before) / CameraSeconds:0.00} |");
        }
    }

    private static void Build()
    {
        PeerProcess.Client(["cmake"], "-S", Source, "-B", Built, "-DCMAKE_BUILD_TYPE=Release");
        PeerProcess.Client(["cmake"], "--build", Built);
        string stubs = Directory.CreateDirectory(Path.Combine(Built, "python")).FullName;
        var (plugin, _) = PeerProcess.Client(["bash"], "-c", "command -v grpc_python_plugin");
        PeerProcess.Client(["protoc"], "-I", Source, "-I", Path.Combine(Root(), "protos"), "--python_out", stubs, "--grpc_python_out", stubs,
            "--plugin=protoc-gen-grpc_python=" + plugin[0], "peers.proto", "sim/v1/world.proto");
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sim.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("Sim.sln was not found above the program.");
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
