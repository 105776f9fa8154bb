using System.Globalization;
using System.Security.Cryptography;
using Sim.Formats.OpenDrive;
using Sim.Formats.OpenScenario;
using Sim.Maps;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Tests;

/// <summary>Every OpenSCENARIO scenario of the data folder whose roads are there runs to its end, or ends with what it needs and the engine does not perform.</summary>
public sealed class StoryboardRuns(ITestOutputHelper output)
{
    [Fact]
    [Trait("Topic", "openscenario")]
    public void Every_scenario_of_the_development_half_runs_or_names_what_it_needs() => Check("openscenario");

    [Fact]
    [Trait("Topic", "schemas")]
    public void Every_fixture_runs_or_names_what_it_needs() => Check("schemas");

    private void Check(string kind)
    {
        string root = GoldenData.Data(kind), data = Path.GetFullPath(Path.Combine(root, ".."));
        var towns = Directory.EnumerateFiles(data, "*.xodr", SearchOption.AllDirectories).ToLookup(f => Path.GetFileNameWithoutExtension(f), StringComparer.Ordinal);
        var maps = new Dictionary<string, RoadMap>(StringComparer.Ordinal);
        var told = Told();
        int ran = 0, named = 0, documented = 0;
        foreach (string path in Directory.EnumerateFiles(root, "*.xosc", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(data, path).Replace('\\', '/');
            var folders = new OpenScenarioFolders(new FileRoots { BaseFolder = data }, new SourceFile(name, path), Town);
            OpenScenarioFile file;
            try
            {
                file = OpenScenarioReader.Read(File.ReadAllBytes(path), name, folders);
            }
            catch (InputException)
            {
                // Another version: OpenScenarioFiles holds it to its name.
                continue;
            }

            if (file.Content != OpenScenarioContent.Scenario || file.Map is null)
            {
                continue;
            }

            var scenario = file.ToScenario();
            string outcome;
            try
            {
                var recording = Run(scenario, Setting.Empty);
                outcome = string.Create(CultureInfo.InvariantCulture, $"{(recording.End == RecordingEnd.StoryboardEnd ? "stops itself" : "time limit")} at {recording.TimeUs(recording.StepCount - 1) * 1e-6:F2} s");
                output.WriteLine($"| `{name}` | {outcome} |  {Finish(recording)}");
                ran++;
            }
            catch (InputException refused)
            {
                Assert.Contains("which the embedded engine does not perform", refused.Detail, StringComparison.Ordinal);
                int from = refused.Detail.IndexOf(" needs ", StringComparison.Ordinal) + 1;
                outcome = refused.Detail[from..refused.Detail.IndexOf(", which the embedded", StringComparison.Ordinal)];
                output.WriteLine($"| `{name}` | {outcome} |");
                named++;
                // Without the named elements the rest runs.
                var rest = Run(scenario, Setting.Map(("unsupported", Setting.Scalar("warn"))));
                output.WriteLine($"    without: {Finish(rest)}");
                Assert.Contains(rest.Events, e => e.Kind == "warning" && e.Text.Contains("not performed", StringComparison.Ordinal));
            }

            // A row is about one content of a file.
            if (told.TryGetValue(name, out var row) && Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))).StartsWith(row.Sha256, StringComparison.Ordinal))
            {
                Assert.Equal($"{name}: {row.Outcome}", $"{name}: {outcome}");
                documented++;
            }
        }

        output.WriteLine($"{ran} ran, {named} need what is not performed; {documented} as the page says");
        Assert.True(ran > 0);

        RoadMap? Town(string town)
        {
            if (towns[town].FirstOrDefault() is not { } map)
            {
                return null;
            }

            return maps.TryGetValue(town, out var known) ? known : maps[town] = OpenDriveReader.Read(File.ReadAllBytes(map), Path.GetFileName(map), withRoads: true);
        }
    }

    /// <summary>What the page says of each file: rows of three cells, the first a path in backticks.</summary>
    private static Dictionary<string, (string Sha256, string Outcome)> Told()
    {
        var told = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(Path.Combine(GoldenData.RepositoryRoot(), "docs", "openscenario.md")))
        {
            string[] cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length == 5 && cells[1].StartsWith('`') && cells[1].EndsWith(".xosc`", StringComparison.Ordinal))
            {
                told.Add(cells[1].Trim('`'), (cells[2], cells[3]));
            }
        }

        Assert.NotEmpty(told);
        return told;
    }

    private static Recording Run(Scenario scenario, Setting options)
    {
        var recording = ClosedLoop.Run(new EmbeddedSimulator(), new SimulatorUse { Options = options }, scenario, null, Setting.Empty, 1, 1, TestContext.Current.CancellationToken);
        Assert.Contains(recording.End, (RecordingEnd[])[RecordingEnd.Horizon, RecordingEnd.StoryboardEnd]);
        foreach (var track in recording.Tracks)
        {
            for (int i = 0; i < track.Count; i++)
            {
                Assert.True(double.IsFinite(track.X.Span[i] + track.Y.Span[i] + track.HeadingRad.Span[i] + track.SpeedMps.Span[i] + track.AccelMps2.Span[i] + track.YawRateRps.Span[i]), $"{track.Id} at step {i}");
            }
        }

        return recording;
    }

    private static string Finish(Recording recording)
    {
        var warnings = recording.Events.Where(e => e.Kind == "warning").Select(e => e.Text).Distinct().Take(4).ToList();
        int transitions = recording.Events.Count(e => e.Kind == "storyboard");
        return string.Create(CultureInfo.InvariantCulture, $"{recording.End} at {recording.TimeUs(recording.StepCount - 1) * 1e-6:F2} s, {recording.Tracks.Count} actors, {transitions} transitions")
            + (warnings.Count > 0 ? " | " + string.Join(" | ", warnings) : "");
    }
}
