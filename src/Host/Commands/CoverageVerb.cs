using System.CommandLine;
using System.Text.Json;
using Sim.Host.Gates;
using Sim.Host.Output;
using Sim.Host.Planning;
using Sim.Host.Store;
using Sim.Reports.Coverage;

namespace Sim.Host.Commands;

/// <summary><c>sim coverage</c>: what a run covers, or what a suite would, and what is missing.</summary>
internal sealed class CoverageVerb : Verb
{
    private readonly Argument<string> _what;
    private readonly Option<bool> _missing;
    private readonly Option<bool> _yaml;
    private readonly Option<int?> _strength;
    private readonly Option<string[]> _root;
    private readonly Option<string?> _today;
    private readonly Option<bool> _json;

    /// <summary>Makes the verb.</summary>
    public CoverageVerb()
        : base(
            "coverage",
            "Says what the cases of a run cover; for a suite, what they would cover if each could be evaluated.",
            "sim coverage runs/smoke",
            "sim coverage scenarios/smoke.yaml --missing",
            "sim coverage runs/smoke --yaml --strength 2 > missing.yaml")
    {
        _what = Argument<string>("RUN|SUITE", "Run folder, or a suite file, which is planned and not run.", ArgumentArity.ExactlyOne);
        _missing = Option<bool>("--missing", "Lists the missing combinations and the holes of the operational design domain.");
        _yaml = Option<bool>("--yaml", "Writes entries that make what is missing to standard output, for the end of cases.");
        _strength = Option<int?>("--strength", "With --missing and --yaml: combinations of so many parameters, 1 to 3; else what the suite wants, or 2.", "N");
        _root = Option<string[]>("--root", "Folder below which suites may read, besides their own; repeatable.", "FOLDER");
        _today = Option<string?>("--today", "Today's date for waivers; default SIM_TODAY or the clock.", "DATE");
        _json = Option<bool>("--json", "Writes the coverage as in report.json to standard output.");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        int? strength = parsed.GetValue(_strength);
        if (strength is < 1 or > CoverageGoals.MaxStrength)
        {
            throw new InputException($"--strength: found {strength}, expected 1 to {CoverageGoals.MaxStrength}");
        }

        var (suites, rows) = Read(parsed, context, cancellationToken);
        var coverage = CoverageReports.Build(suites, rows);
        if (parsed.GetValue(_json))
        {
            context.Out.WriteLine(JsonSerializer.Serialize(coverage ?? new CoverageReport(), OutputJson.Default.CoverageReport));
        }
        else if (parsed.GetValue(_yaml))
        {
            context.Out.Write(MissingEntries.Yaml(suites, rows, strength));
        }
        else
        {
            CoverageTables.Write(coverage, parsed.GetValue(_missing), strength, context.Error);
        }

        return ExitCode.Passed;
    }

    private (IReadOnlyList<Suite> Suites, IReadOnlyList<CaseRow> Rows) Read(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        string name = parsed.GetValue(_what)!;
        if (!File.Exists(context.Full(name)))
        {
            var run = StoredRunReader.Read(new RunFolder(context.Full(name), context.Codec).StorePath);
            return (run.Suites, ReportBuilder.Build(run, context.Today(parsed.GetValue(_today))).Cases);
        }

        var plan = new RunPlanner(context.Modules().Catalog).Plan(SuiteLoader.Load([name], context.Yaml(parsed.GetValue(_root) ?? [])), new PlanOptions(), cancellationToken);
        return ([.. plan.Suites.Select(SuiteDigest.Of)], [.. plan.Cases.Select(Planned)]);
    }

    // As if it had been evaluated.
    private static CaseRow Planned(PlannedCase planned) =>
        new(new CaseResult { Case = planned.Case, Status = CaseStatus.Assessed, Covers = planned.Entry.Covers, Odd = planned.Entry.Odd }, CaseVerdict.Passed, []) { Suite = planned.Suite.Name };
}
