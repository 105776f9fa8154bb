using System.Diagnostics;
using System.Globalization;
using Sim.Interp.Benchmark;
using Sim.Studies.Plots;

namespace Sim.Studies.SparseAutoencoders;

/// <summary>The command <c>sae</c>: every variant of the library on data with known truth.</summary>
internal static class SaeStudyCommand
{
    private const string Name = "sae";

    /// <summary>Says how it is called.</summary>
    public static int Usage()
    {
        Console.Error.WriteLine(SaeStudyOptions.Help);
        return 2;
    }

    /// <summary>Runs it.</summary>
    public static int Run(IReadOnlyList<string> args)
    {
        try
        {
            SaeStudyOptions options = SaeStudyOptions.Parse(args);
            var watch = Stopwatch.StartNew();
            SortedDictionary<string, string> files = Make(options, Console.Error.WriteLine);
            Directory.CreateDirectory(options.Out);
            foreach ((string file, string content) in files)
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

    /// <summary>The study's files by name. Pure but for the page that it reads.</summary>
    /// <param name="options">Options.</param>
    /// <param name="progress">Takes a line for each structure and variant that is done.</param>
    public static SortedDictionary<string, string> Make(SaeStudyOptions options, Action<string> progress)
    {
        BenchmarkVariant[] variants = [.. BenchmarkVariants.All.Where(v => Holds(v.Name, options.Variants) || Holds(v.Library, options.Variants))];
        if (variants.Length == 0)
        {
            throw new InputException($"no variant holds '{options.Variants}'; there are {string.Join(", ", BenchmarkVariants.All.Select(v => $"{v.Name} ({v.Library})"))}");
        }

        List<BenchmarkResult> Run(IEnumerable<(BenchmarkTask Task, Func<BenchmarkVariant, bool> Takes)> tasks) =>
        [
            .. tasks.Where(t => Holds(t.Task.Name, options.Structures)).SelectMany(t => KnownTruthBenchmark.Run(
                t.Task, [.. variants.Where(t.Takes)], options.Benchmark, r => progress(
                    $"{r.Structure}, {SaeTables.Title(r.Variant)}: MCC {SaeTables.Cell(r, m => m.Recovery)}, FVU {SaeTables.Cell(r, m => m.Unexplained)}, L0 {SaeTables.Cell(r, m => m.Active)}"))),
        ];
        List<BenchmarkResult> table = Run(BenchmarkTasks.All.Select(t => (t, (Func<BenchmarkVariant, bool>)(_ => true))));
        List<BenchmarkResult> settings = Run(BenchmarkTasks.Settings.Select(s => (s.Task, s.Takes)));
        BenchmarkTask[] plain = [.. BenchmarkTasks.All.Concat(BenchmarkTasks.Settings.Select(s => s.Task)).Where(t => t.Data(0).Manifolds.Count == 0 && Holds(t.Name, options.Structures))];
        BenchmarkResult[] known = [.. plain.SelectMany(t => TrueDictionary.Of(t, options.Benchmark))];
        string page = Path.Combine(options.Out, Name + ".md");
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Name + ".csv"] = SaeTables.Lines([.. table, .. settings]),
            [Name + ".md"] = GeneratedPage.Update(
                File.Exists(page) ? File.ReadAllText(page) : "# Sparse autoencoders on data with known truth\n",
                [
                    ("files", $"[A line for each training]({Name}.csv). Plots of recovery over FVU: {string.Join(", ", table.Select(r => r.Structure).Distinct().Select(s => $"[{s}]({Name}-{s.Replace(' ', '-')}.svg)"))}.\n"),
                    ("recovery", SaeTables.Table(table, m => m.Recovery)),
                    ("codes", SaeTables.Table(table, m => m.Codes)),
                    ("unexplained variance", SaeTables.Table(table, m => m.Unexplained)),
                    ("dead features", SaeTables.Table(table, m => m.Dead)),
                    ("active codes", SaeTables.Table(table, m => m.Active)),
                    ("claims", SaeClaims.Table(table)),
                    ("true directions", SaeTables.Known(known)),
                    ("other settings", SaeTables.Settings(settings)),
                ]),
        };
        foreach (IGrouping<string, BenchmarkResult> structure in table.GroupBy(r => r.Structure))
        {
            files[$"{Name}-{structure.Key.Replace(' ', '-')}.svg"] = Plot(structure.Key, [.. structure]);
        }

        return files;
    }

    private static string Plot(string structure, IReadOnlyList<BenchmarkResult> results) => new ScatterPlot
    {
        Title = char.ToUpperInvariant(structure[0]) + structure[1..],
        XLabel = "FVU on fresh tokens",
        YLabel = structure == "manifold" ? "capture of subspaces" : "recovery, MCC",
        Groups = [.. results.GroupBy(r => r.Variant.Family).Select(g => new PlotGroup(g.Key,
            [.. from r in g from s in r.Scores where s.Measures is not null select (s.Measures!.Unexplained, s.Measures.Recovery, $"{r.Variant.Name} ({r.Variant.Library}), seed {s.Seed}")]))],
    }.ToSvg();

    private static bool Holds(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
