using System.Diagnostics;
using System.Globalization;
using Sim.Plugins.PseudoSimulation.Stages.Aggregation;
using Sim.Studies.Plots;
using Sim.Studies.PseudoSimulation.Drivers;
using Sim.Studies.PseudoSimulation.Scenes;
using Sim.Studies.Statistics;

namespace Sim.Studies.PseudoSimulation;

/// <summary>The command <c>pseudo-simulation</c>.</summary>
internal static class StudyCommand
{
    private const string Name = "pseudo-simulation";

    /// <summary>Says how it is called.</summary>
    public static int Usage()
    {
        Console.Error.WriteLine(StudyOptions.Help);
        return 2;
    }

    /// <summary>Runs it.</summary>
    public static int Run(IReadOnlyList<string> args)
    {
        try
        {
            var options = StudyOptions.Parse(args);
            var watch = Stopwatch.StartNew();
            var files = Make(options);
            Directory.CreateDirectory(options.Out);
            foreach (var (file, content) in files)
            {
                File.WriteAllText(Path.Combine(options.Out, file), content);
            }

            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"wrote {files.Count} files to {options.Out} after {watch.Elapsed.TotalMinutes:0.0} min"));
            return 0;
        }
        catch (InputException error)
        {
            Console.Error.WriteLine(error.Message);
            return 2;
        }
    }

    /// <summary>The study's files by name. Pure but for the recorded clips and the page that it reads.</summary>
    public static SortedDictionary<string, string> Make(StudyOptions options)
    {
        var drivers = StudyDrivers.All(options);
        var expert = StudyDrivers.Expert;
        var set = SceneSet.Make(options, expert);
        var data = StudyData.Measure("drivers on scenes", set.Scenes, drivers, options);
        var clips = ClipSet.Make(options);
        var recorded = clips.Scenes.Count > 0 ? StudyData.Measure("drivers on clips", clips.Scenes, drivers, options) : null;
        int[] sighted = [.. Enumerable.Range(0, drivers.Count).Where(d => drivers[d].Group != DriverGroup.Kinematics)];

        var all = Findings.Of(data, null, options);
        string page = Path.Combine(options.Out, Name + ".md");
        List<(string, string)> blocks =
        [
            ("numbers", Numbers(data, set, clips, options.Views)),
            ("correlations", StudyTables.Correlations(all)),
            ("correlations without constant kinematics", StudyTables.Correlations(Findings.Of(data, sighted, options))),
            ("correlations on recorded clips", recorded is null ? "No recorded clips were found.\n" : StudyTables.Correlations(Findings.Of(recorded, null, options))),
            ("groups", StudyTables.Groups(data, [Column.ClosedLoop, Column.Ade8, Column.OneStageReduced, Column.TwoStage(true, options.Views[0], EndPointDefinition.SubmittedPlan), Column.OneStage, Column.TwoStage(false, options.Views[0], EndPointDefinition.SubmittedPlan)])),
        ];
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Name + ".md"] = GeneratedPage.Update(File.Exists(page) ? File.ReadAllText(page) : "# Pseudo-simulation against closed loop\n", blocks),
            [Name + ".csv"] = StudyTables.Drivers(data),
        };
        if (recorded is not null)
        {
            files[Name + "-clips.csv"] = StudyTables.Drivers(recorded);
        }

        foreach (var (file, key) in (IEnumerable<(string, string)>)
        [
            ("displacement", Column.Ade8),
            ("one-stage", Column.OneStageReduced),
            ("two-stage", Column.TwoStage(true, options.Views[0], EndPointDefinition.SubmittedPlan)),
            ("two-stage-full", Column.TwoStage(false, options.Views[0], EndPointDefinition.SubmittedPlan)),
        ])
        {
            files[$"{Name}-{file}.svg"] = Plot(data, key);
        }

        return files;
    }

    private static string Numbers(StudyData data, SceneSet set, ClipSet clips, IReadOnlyList<int> views)
    {
        string dropped = set.Dropped.Count == 0 ? "none dropped" : string.Join(", ", set.Dropped.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Value} dropped because of: {d.Key}")));
        string calls = string.Join('\n', views.Select(share =>
        {
            double asked = 1 + set.Scenes.Average(s => s.Views[share].Length);
            return string.Create(CultureInfo.InvariantCulture, $"| driver calls a scene, two stages, {share} % of the views | {asked:0.0} (reduced; {StudyTimes.DriveSteps / asked:0.0} times fewer than closed loop), {2 * asked:0.0} (full; {StudyTimes.DriveSteps / (2 * asked):0.0} times fewer) |");
        }));
        return string.Create(CultureInfo.InvariantCulture, $"""
            | what | number |
            | --- | --- |
            | drivers | {data.Drivers.Count} |
            | generated scenes | {set.Scenes.Count} of {set.Candidates} candidates ({dropped}) |
            | starts of stage two | {set.Starts}, {(double)set.Starts / set.Scenes.Count:0.0} a scene |
            | driver calls a scene, closed loop | {StudyTimes.DriveSteps} |
            | driver calls a scene, displacement | 1 |
            | driver calls a scene, one stage | 1 (reduced), 2 (full) |
            {calls}
            | recorded clips | {clips.Clips} of {clips.Files} files give {clips.Scenes.Count} cases; {clips.LongEnough} have a vehicle that is there for 9.5 s |

            """);
    }

    private static string Plot(StudyData data, string key)
    {
        int c = data.IndexOf(key);
        double[] x = data.Means(c), y = data.Means(0);
        var groups = Enum.GetValues<DriverGroup>()
            .Select(g => new PlotGroup(StudyTables.GroupName(g), [.. Enumerable.Range(0, x.Length).Where(d => data.Drivers[d].Group == g).Select(d => (x[d], y[d], data.Drivers[d].Name))]))
            .Where(g => g.Points.Count > 0)
            .ToList();
        return new ScatterPlot
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"{data.Columns[c].Title}: R² = {Correlation.RSquared(x, y) ?? 0:0.00}, ρ = {Correlation.Spearman(x, y) ?? 0:0.00}"),
            XLabel = key == Column.Ade8 ? data.Columns[c].Title + ", m" : data.Columns[c].Title,
            YLabel = data.Columns[0].Title,
            Groups = groups,
            Line = Correlation.Line(x, y),
        }.ToSvg();
    }
}
