using System.Diagnostics;
using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Services;
using Sim.Simulation.Drivers;
using Sim.Tests.Engine;

namespace Sim.Tests.Rpc;

/// <summary>The assessor of bridges/sim-driver in Python, asked by the client of the contract. Needs Debian's gRPC for Python.</summary>
public sealed class PythonAssessorTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sim-python-");
    private Process? _process;

    public void Dispose()
    {
        _process?.Kill();
        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_recording_goes_to_python_and_its_metrics_come_back()
    {
        var scene = Worlds.Scene(Worlds.Straight(300, 2, 15), 1, Worlds.Ego(speed: 12), Worlds.Other("lead", new FollowLaneBehaviour(), x: 30, speed: 6));
        var recording = Worlds.Run(scene, new IdmDriver());
        using var channel = RpcChannel.ForAddress(Start("top_speed.py"));
        var assessor = RemoteAssessor.Connect(channel.CreateCallInvoker(), new RemoteModuleOptions { Name = "top-speed" }, Token);
        Assert.Equal(["top_speed", "time_over_limit"], assessor.Metrics);

        var assessment = assessor.Assess(new AssessRequest { Recording = recording, Scenario = scene, Seed = ulong.MaxValue }, AssessPeers.None, Token);

        var top = assessment.Metrics[0];
        var speeds = recording.Ego()!.SpeedMps.ToArray();
        Assert.Equal((speeds.Max(), "m/s", WorseDirection.Higher), (top.Value.Value, top.Unit, top.Worse));
        Assert.Equal(recording.TimeUs(Array.IndexOf(speeds, speeds.Max())), top.Value.WorstTimeUs);
        Assert.Equal(0.0, assessment.Metrics[1].Value.Value);
    }

    private string Start(string example)
    {
        string bridge = Path.Combine(Root(), "bridges", "sim-driver");
        string lacking = "this test needs python3-grpcio, python3-protobuf and python3-numpy";
        bool there = File.Exists(Python) && Run("-c", "import grpc, google.protobuf, numpy") is { } probe && Exits(probe);
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.True(there, lacking);
        }

        Assert.SkipUnless(there, lacking);
        string address = "unix:" + Path.Combine(_folder.FullName, "s");
        _process = Run(Path.Combine(bridge, "examples", example), "--listen", address);
        Assert.Contains("listens on", _process.StandardError.ReadLine(), StringComparison.Ordinal);
        return address;

        Process Run(params string[] arguments)
        {
            var start = new ProcessStartInfo(Python, arguments) { RedirectStandardError = true };
            start.Environment["PYTHONPATH"] = Path.Combine(bridge, "src");
            start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
            return Process.Start(start)!;
        }
    }

    private static bool Exits(Process probe)
    {
        using (probe)
        {
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sim.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
