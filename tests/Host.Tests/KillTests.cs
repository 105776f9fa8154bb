using System.Diagnostics;
using System.Globalization;
using Sim.Formats.Mcap;
using Sim.Maps;
using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>Real processes, killed with SIGKILL while they write. SIM_KILLS sets how often (20 in the full checks).</summary>
public sealed class KillTests : IDisposable
{
    private const int Cases = 40;
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_that_is_killed_again_and_again_ends_with_the_same_bytes()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("SIM_KILLS") ?? "4", CultureInfo.InvariantCulture);
        WriteInputs();
        Finish(Start("run", "kill.yaml", "--out", "whole", "--jobs", "2", "--quiet"));

        int killed = 0;
        for (int i = 0; i < kills; i++)
        {
            using var process = Start("run", "kill.yaml", "--out", "part", "--resume", "--jobs", "1", "--quiet");
            killed += KillAfter(process, done: 1 + (i + 1) * (Cases - 4) / (kills + 1)) ? 1 : 0;
        }

        Finish(Start("run", "kill.yaml", "--out", "part", "--resume", "--quiet"));
        Assert.True(killed > 0, "every process ended before it was killed");
        Assert.Equal(RunSnapshot.Of(Path.Combine(_folder, "whole")), RunSnapshot.Of(Path.Combine(_folder, "part")));
    }

    private void WriteInputs()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "logs"));
        for (int i = 0; i < Cases; i++)
        {
            using var stream = File.Create(Path.Combine(_folder, "logs", string.Create(CultureInfo.InvariantCulture, $"log-{i:D2}.mcap")));
            RecordingMcap.Write(Log(i), stream);
        }

        File.WriteAllText(
            Path.Combine(_folder, "kill.yaml"),
            "schema: 1\nsuite: kill\nseed: 3\ndriver: log-replay\ncases: [ { name: k, from: { recording: \"logs/*.mcap\", ego: ego } } ]\nassess: [ criticality ]\nexpect: [ { none: collision.any } ]\n");
    }

    private static Recording Log(int number)
    {
        Track Straight(string id, double y) => Track.FromStates(
            id, ActorClass.Car, new(4.5, 1.8), 0, [.. Enumerable.Range(0, 80).Select(s => new ActorState(s * 0.1 * (10 + number), y, 0, 10 + number))]);
        return new Recording
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"log {number}"),
            StepUs = 100_000,
            StepCount = 80,
            Map = RoadMap.Empty,
            EgoId = "ego",
            Tracks = [Straight("ego", 0), Straight("a", 4), Straight("b", 8), Straight("c", 12)],
            Provenance = new() { Generator = "test" },
        };
    }

    private Process Start(params string[] arguments) => SimProcess.Start(_folder, new Dictionary<string, string>(), arguments);

    private static void Finish(Process process)
    {
        using (process)
        {
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, error);
        }
    }

    private bool KillAfter(Process process, int done)
    {
        string cases = Path.Combine(_folder, "part", "cases");
        while (!process.WaitForExit(1))
        {
            if (Directory.Exists(cases) && Directory.EnumerateDirectories(cases).Count() >= done)
            {
                process.Kill();
                process.WaitForExit();
                return process.ExitCode != 0;
            }
        }

        Assert.True(process.ExitCode == 0, process.StandardError.ReadToEnd());
        return false;
    }
}
