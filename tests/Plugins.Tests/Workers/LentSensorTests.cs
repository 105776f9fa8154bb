using System.Text.Json;
using Sim.Host.Store;

namespace Sim.Tests.Workers;

/// <summary>A sensor that an assessor shows a driver, each of them here or in a process of its own.</summary>
public sealed class LentSensorTests
{
    [Fact]
    public void Frames_reach_the_driver_wherever_sensor_driver_and_assessor_run()
    {
        using var runs = new WorkerRuns();
        Suite(runs, "s.yaml", "{ use: misbehave, range: 80 m }");
        Assert.Equal(ExitCode.Passed, runs.Sim("run", "s.yaml", "--out", "here", "--quiet", "--isolate", "none"));
        Assert.Equal(ExitCode.Passed, runs.Sim("run", "s.yaml", "--out", "there", "--quiet", "--isolate", WorkerRuns.Id));
        Assert.Equal(ExitCode.Passed, runs.Sim("run", "s.yaml", "--out", "all", "--quiet", "--isolate", "all"));

        string here = Result(runs, "here");
        Assert.Contains("The driver was shown 2 frames of sensor 'misbehave', one at each question.", here, StringComparison.Ordinal);
        Assert.Equal(here, Result(runs, "there"));
        Assert.Equal(here, Result(runs, "all"));

        // The fixture's driver counts what it is shown into its controls: without the sensor it drives otherwise.
        Suite(runs, "blind.yaml", null);
        Assert.Equal(ExitCode.Passed, runs.Sim("run", "blind.yaml", "--out", "blind", "--quiet", "--isolate", "none"));
        Assert.NotEqual(Plans(here), Plans(Result(runs, "blind")));

        string recording = Path.Combine(Directory.GetDirectories(Path.Combine(runs.Folder, "here", "cases"))[0], "recording.mcap");
        Assert.Equal(ExitCode.Passed, runs.Sim("score", recording, "--with", "pseudo-simulation: { plan: driver, controls: hold, frames: 1, sensor: misbehave }", "--driver", "misbehave"));
        Assert.Contains("was shown 1 frame of sensor 'misbehave'", runs.Output, StringComparison.Ordinal);
        Assert.Empty(runs.Living());
    }

    [Theory]
    [InlineData("{ use: misbehave, how: throws }", "none", "sensor 'misbehave' failed at 1.5 s: ArithmeticException: it does not add up")]
    [InlineData("{ use: misbehave, how: segfault }", "all", "sensor 'misbehave' failed at 1.5 s: plugin 'misbehaves' was lost")]
    [InlineData("misbehaev", "all", "unknown sensor 'misbehaev'; did you mean 'misbehave'?")]
    public void A_sensor_that_gives_no_frame_passes_nothing(string sensor, string isolate, string expected)
    {
        using var runs = new WorkerRuns();
        Suite(runs, "s.yaml", sensor);
        Assert.NotEqual(ExitCode.Passed, runs.Sim("run", "s.yaml", "--out", "r", "--quiet", "--isolate", isolate));
        Assert.Contains(expected, Result(runs, "r"), StringComparison.Ordinal);
        Assert.Empty(runs.Living());
    }

    private static void Suite(WorkerRuns runs, string name, string? sensor) => File.WriteAllText(
        Path.Combine(runs.Folder, name),
        "schema: 1\nsuite: s\nseed: 5\ndriver: misbehave\ncases:\n  - { name: brake, from: { misbehave: well for long } }\n"
        + $"assess: [ {{ use: pseudo-simulation, plan: driver, controls: hold{(sensor is null ? "" : $", sensor: {sensor}")} }} ]\nexpect: [ {{ all: epdms.driver_calls >= 2 }}, {{ all: epdms.nc >= 0 }} ]\n");

    private static string Result(WorkerRuns runs, string folder)
    {
        var run = StoredRunReader.Read(new RunFolder(Path.Combine(runs.Folder, folder), Sim.Host.CaseCodecs.Standard).StorePath);
        return JsonSerializer.Serialize(Assert.Single(run.Cases).Result, SimJson.Default.CaseResult).Replace("\\u0027", "'", StringComparison.Ordinal);
    }

    private static string Plans(string result) => result[result.IndexOf("acceleration difference", StringComparison.Ordinal)..][..120];
}
