using System.Globalization;
using System.Text.Json;
using Sim.Formats.OpenScenario;
using Sim.Plugins.Sdk;
using Sim.Simulation;
using Sim.Simulation.Storyboards;
using Sim.Storyboards;

namespace Sim.Tests;

/// <summary>
/// Every scenario that another storyboard player has recorded is read, executed by the embedded engine and compared with the recording: poses of the
/// rear axle, speeds, transitions of events and actions, collisions.
/// </summary>
public sealed class StoryboardPeers(ITestOutputHelper output)
{
    private const double PlaceM = 0.05;
    private const double HeadingRad = 0.01;
    private const double SpeedMps = 0.02;

    [Fact]
    [Trait("Topic", "schemas")]
    public void Recorded_scenarios_run_as_recorded()
    {
        var report = new VectorReport();
        foreach (string path in Directory.EnumerateFiles(GoldenData.Data("schemas"), "*.esmini.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            string name = json.RootElement.GetProperty("scenario").GetString()!;
            string source = Path.Combine(Path.GetDirectoryName(path)!, name + ".xosc");
            foreach (var run in json.RootElement.GetProperty("runs").EnumerateObject())
            {
                report.Case();
                double dt = double.Parse(run.Name["dt_".Length..], CultureInfo.InvariantCulture);
                output.WriteLine(Compare($"{name} {run.Name}", Run(source, dt), run.Value, dt, report));
            }
        }

        report.Conclude(output);
    }

    private static Recording Run(string path, double dt)
    {
        string folder = Path.GetDirectoryName(path)!, file = Path.GetFileName(path);
        var folders = new OpenScenarioFolders(new FileRoots { BaseFolder = folder }, new SourceFile(file, path));
        var scenario = OpenScenarioReader.Read(File.ReadAllBytes(path), file, folders).ToScenario(new OpenScenarioOptions { StepUs = (long)Math.Round(dt * 1e6) });
        return ClosedLoop.Run(new EmbeddedSimulator(), new SimulatorUse(), scenario, null, Setting.Empty, 1, 1, TestContext.Current.CancellationToken);
    }

    private static string Compare(string name, Recording recording, JsonElement expected, double dt, VectorReport report)
    {
        var times = VectorReport.Numbers(expected.GetProperty("time"));
        report.Near($"{name}: end", times[^1], (recording.StepCount - 1) * dt, 0, Math.Max(dt, times[^1] - times[^2]) + 1e-9);
        double place = 0, turn = 0, speed = 0;
        foreach (var entity in expected.GetProperty("entities").EnumerateObject())
        {
            var track = recording.Find(entity.Name)!;
            int row = 0;
            foreach (var values in entity.Value.EnumerateArray())
            {
                int step = (int)Math.Round(times[row++] / dt);
                string where = $"{name}: {entity.Name} at {times[row - 1]:F2} s";
                if (step >= track.EndStep)
                {
                    report.Near(where, times[row - 1], (track.EndStep - 1) * dt, 0, dt + 1e-9);
                    continue;
                }

                var state = track.At(step);
                var axle = state.Pose.CentreToRearAxle(track.Body.RearAxleToCentreM);
                double dx = axle.X - values[0].GetDouble(), dy = axle.Y - values[1].GetDouble();
                double off = Math.Sqrt(dx * dx + dy * dy), turned = Math.Abs(Numerics.Pinned.AngleDifference(axle.HeadingRad, values[2].GetDouble()));
                double faster = Math.Abs(state.SpeedMps - values[3].GetDouble());
                (place, turn, speed) = (Math.Max(place, off), Math.Max(turn, turned), Math.Max(speed, faster));
                report.Near($"{where}: place", 0, off, 0, PlaceM);
                report.Near($"{where}: heading", 0, turned, 0, HeadingRad);
                report.Near($"{where}: speed", 0, faster, 0, SpeedMps);
            }
        }

        double late = Transitions(name, recording, expected.GetProperty("events"), dt, report);
        return string.Create(CultureInfo.InvariantCulture, $"{name}: {place:F4} m, {turn:F5} rad, {speed:F4} m/s, events {late / dt:F2} steps");
    }

    private static double Transitions(string name, Recording recording, JsonElement events, double dt, VectorReport report)
    {
        // What the peer records: no skips, and of collisions the first instant of each pair.
        var own = recording.Events.Select(StoryTransition.FromEvent).OfType<StoryTransition>()
            .Where(t => t.Element is StoryboardElementKind.Event or StoryboardElementKind.Action && t.Transition != StoryTransitionKind.Skip)
            .Select(t => (Key: $"{t.Name} {Word(t.From)} {Word(t)} {Word(t.To)}", Time: t.TimeUs * 1e-6))
            .Concat(recording.Contacts.Select(c => (Key: Pair(c.A, c.B), Time: c.TimeUs * 1e-6)))
            .ToLookup(t => t.Key, t => t.Time, StringComparer.Ordinal);
        var stops = events.EnumerateArray().Where(e => e[2].GetString() == "runningState" && e[3].GetString() == "stopTransition").Select(e => e[0].GetDouble()).ToHashSet();
        var wanted = events.EnumerateArray().Select(e => (Key: Key(e, own, stops), Time: e[0].GetDouble())).ToLookup(t => t.Key, t => t.Time, StringComparer.Ordinal);
        double worst = 0;
        foreach (var group in wanted)
        {
            var found = own[group.Key].Order().ToList();
            var expected = group.Order().ToList();
            report.Same($"{name}: how often '{group.Key}'", expected.Count, found.Count);
            for (int i = 0; i < Math.Min(found.Count, expected.Count); i++)
            {
                worst = Math.Max(worst, Math.Abs(found[i] - expected[i]));
                report.Near($"{name}: '{group.Key}'", expected[i], found[i], 0, dt + 1e-9);
            }
        }

        foreach (var group in own.Where(g => !wanted.Contains(g.Key)))
        {
            report.Same($"{name}: '{group.Key}' at {group.First():F2} s", 0, group.Count());
        }

        return worst;
    }

    // The peer ends an event whose last action is stopped; the standard has it stopped too.
    private static string Key(JsonElement e, ILookup<string, double> own, HashSet<double> stops)
    {
        if (e[1].GetString() == "collision")
        {
            return Pair(e[2].GetString()!, e[3].GetString()!);
        }

        string stopped = $"{e[1].GetString()} runningState stopTransition completeState";
        bool ends = e[2].GetString() == "runningState" && e[3].GetString() == "endTransition" && e[4].GetString() == "completeState";
        return ends && stops.Contains(e[0].GetDouble()) && own.Contains(stopped) ? stopped : $"{e[1].GetString()} {e[2].GetString()} {e[3].GetString()} {e[4].GetString()}";
    }

    private static string Pair(string a, string b) => string.CompareOrdinal(a, b) <= 0 ? $"collision {a} {b}" : $"collision {b} {a}";

    private static string Word(string state) => state + "State";

    private static string Word(StoryTransition t) => t.Transition switch
    {
        StoryTransitionKind.Enter => "initToStandbyTransition",
        StoryTransitionKind.Start => "startTransition",
        StoryTransitionKind.End => "endTransition",
        _ => "stopTransition",
    };
}
