using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Solving.Critical;

namespace Sim.Plugins.CrashReports.Generating;

/// <summary>Settings that reports and sentences share (docs/crash-reports.md). Immutable.</summary>
internal sealed record ReportOptions
{
    /// <summary>Most variants of one report.</summary>
    public const int MaxVariants = 1000;

    /// <summary>Scenarios made of each report and ego.</summary>
    public int Variants { get; init; } = 1;

    /// <summary>Which actor the ego takes: <see cref="EgoChoice"/>.</summary>
    public required string Ego { get; init; }

    /// <summary>The extractor, as <see cref="Extractors.Of"/> reads it; null for the rules.</summary>
    public Setting? Extractor { get; init; }

    /// <summary>Licence of texts that carry none.</summary>
    public string Licence { get; init; } = "";

    /// <summary>A map in which a place like that of each report is sought; null: the road is drawn from the record.</summary>
    public Setting? Map { get; init; }

    /// <summary>Closed-loop simulations that may be spent on making a scenario critical; 0: none.</summary>
    public int Search { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="reader">The map under <c>from:</c>; the generator's own keys are read by the caller.</param>
    /// <param name="ego">The choice when the settings have none.</param>
    public static ReportOptions Read(SettingReader reader, string ego)
    {
        return new ReportOptions
        {
            Variants = reader.Int("variants", 1, MaxVariants) ?? 1,
            Ego = reader.Text("ego") ?? ego,
            Extractor = reader.Optional("extractor"),
            Licence = reader.Text("licence") ?? "",
            Map = reader.Optional("map"),
            Search = reader.Int("search", 0, CriticalSearch.Budget) ?? 0,
        };
    }

    /// <summary>The files that the options name: a cassette, a map.</summary>
    public IEnumerable<SourceFile> Inputs(FileRoots files) => Extractors.Inputs(Extractor, files).Concat(Map is null ? [] : [files.Resolve(Map)]);

    /// <summary>The egos that a choice stands for.</summary>
    public IReadOnlyList<string> Egos => Ego == EgoChoice.Both ? [EgoChoice.Struck, EgoChoice.Striking] : [Ego];
}
