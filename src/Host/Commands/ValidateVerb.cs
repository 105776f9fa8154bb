using System.CommandLine;
using Sim.Formats.Logs;
using Sim.Formats.OpenDrive;
using Sim.Formats.OpenScenario;
using Sim.Formats.Yaml;
using Sim.Host.BuiltIn;
using Sim.Host.Ci;
using Sim.Host.Planning;
using Sim.Maps;
using Sim.Reports.Ci;
using Sim.Simulation;

namespace Sim.Host.Commands;

/// <summary><c>sim validate</c>: reads files as a run would, and says what is wrong and where.</summary>
internal sealed class ValidateVerb : Verb
{
    private const int MaxFindings = 20;
    private readonly Argument<string[]> _files;
    private readonly Option<string[]> _root;
    private readonly Option<bool> _strict;
    private readonly Option<bool> _noCommands;
    private readonly Option<string?> _sarif;
    private readonly Option<string?> _codeQuality;
    private readonly Option<string?> _today;
    private readonly Option<string?> _profile;

    /// <summary>Makes the verb.</summary>
    public ValidateVerb()
        : base(
            "validate",
            "Reads suites, vehicles, scenarios, maps and recordings and says what is wrong, with file, line and column. Suites are planned too. Exit 2 for an invalid file; 1 for findings in a map with --strict.",
            "sim validate scenarios/smoke.yaml",
            "sim validate town.xodr --strict",
            "sim validate town.xodr --profile portable --strict",
            "sim validate scenarios/smoke.yaml --sarif findings.sarif --code-quality findings.json")
    {
        _files = Argument<string[]>("FILE", "Files.", ArgumentArity.OneOrMore);
        _root = Option<string[]>("--root", "Folder below which suites may read, besides their own; repeatable.", "FOLDER");
        _noCommands = Option<bool>("--no-commands", "Refuses suites that start programs (driver: { command: … }).");
        _strict = Option<bool>("--strict", "Findings of the map lint count.");
        _sarif = Option<string?>("--sarif", "Writes all findings as SARIF 2.1.0, also when there are none.", "FILE");
        _codeQuality = Option<string?>("--code-quality", "Writes all findings as a code quality report for GitLab, also when there are none.", "FILE");
        _profile = Option<string?>("--profile", "Lints OpenDRIVE files for simulators: portable (all of them), esmini, carla, sumo.", "PROFILE");
        _today = Option<string?>("--today", "Today's date for waivers; default SIM_TODAY or the clock.", "DATE");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        int code = ExitCode.Passed;
        var found = new FileFindings(context.WorkingFolder);
        foreach (string file in parsed.GetValue(_files)!)
        {
            var rule = FindingRules.Unreadable;
            try
            {
                int findings = Check(file, parsed, context, found, ref rule, cancellationToken);
                code = findings > 0 && parsed.GetValue(_strict) ? Math.Max(code, ExitCode.Failed) : code;
            }
            catch (InputException e)
            {
                string place = e.File is null ? $"{file}: " : "";
                context.Error.WriteLine($"{context.Style.Red("error:")} {place}{e.Message}");
                found.Invalid(rule, file, e);
                code = ExitCode.Usage;
            }
        }

        int left = found.Write(parsed.GetValue(_sarif), parsed.GetValue(_codeQuality), HostVersion.Text);
        if (left > 0)
        {
            context.Error.WriteLine($"{context.Style.Yellow("warning:")} {left} of {found.All.Count} findings did not fit into the file, the least serious ones");
        }

        return code;
    }

    private int Check(string file, ParseResult parsed, CliContext context, FileFindings found, ref FindingRule rule, CancellationToken cancellationToken)
    {
        bool yaml = (file.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)) && !LogFiles.IsLog(file);
        // What cannot be parsed at all is most likely meant as a suite.
        rule = yaml ? FindingRules.Suite : FindingRules.Unreadable;
        var options = context.Yaml(parsed.GetValue(_root) ?? [], !parsed.GetValue(_noCommands));
        var head = yaml ? YamlSettings.ReadFile(context.Full(file), file, ScenarioYaml.Limits with { Variables = options.Variables, WorkingFolder = options.WorkingFolder }) : null;
        if (head?.Find("suite") is not null)
        {
            var plan = new RunPlanner(context.Modules().Catalog).Plan(SuiteLoader.Load([file], options), new PlanOptions(), cancellationToken);
            context.Error.WriteLine($"{file}: a suite of {plan.Cases.Count} cases");
            found.Waivers(file, plan, context.Today(parsed.GetValue(_today)));
            found.Requirements(file, plan);
            return 0;
        }

        if (head is not null && head.Find("scenario") is null)
        {
            rule = FindingRules.Vehicle;
            var vehicle = VehicleFile.ReadFile(context.Full(file), file, options);
            context.Error.WriteLine($"{file}: the vehicle '{vehicle.Name}'");
            return 0;
        }

        if (head is not null)
        {
            rule = FindingRules.Scenario;
            return Scenario(file, parsed.GetValue(_root) ?? [], context, found, cancellationToken);
        }

        if (file.EndsWith(".xosc", StringComparison.OrdinalIgnoreCase))
        {
            rule = FindingRules.Scenario;
            return OpenScenario(file, parsed.GetValue(_root) ?? [], context, found);
        }

        var content = FormatFiles.Read(context.Full(file), file, context.Modules().Catalog, cancellationToken);
        bool drawn = file.EndsWith(".xodr", StringComparison.OrdinalIgnoreCase);
        return Map(file, content.Map ?? content.Recording?.Map, context, found, drawn ? Drawn(file, FormatFiles.Bytes(context.Full(file), file), parsed.GetValue(_profile)) : []);
    }

    private static IReadOnlyList<OpenDriveFinding> Drawn(string file, byte[] bytes, string? profile)
    {
        var findings = OpenDriveCheck.Run(bytes, file);
        if (profile is null)
        {
            return findings;
        }

        string[] known = ["portable", "esmini", "carla", "sumo"];
        return Enum.TryParse<OpenDriveTools>(profile, ignoreCase: true, out var tools) && known.Contains(profile)
            ? [.. findings.Concat(OpenDriveLint.Run(bytes, file, tools)).OrderBy(f => f.Line).ThenBy(f => f.Column)]
            : throw new InputException($"unknown profile '{profile}'; {Nearest.Hint(profile, known)}");
    }

    private static int Scenario(string file, string[] roots, CliContext context, FileFindings found, CancellationToken cancellationToken)
    {
        var scenario = ScenarioFiles.Read(new SourceFile(file, context.Full(file)), FormatFiles.Roots(context, file, roots), cancellationToken);
        if (ScenarioCheck.Refusal(scenario) is { } refusal)
        {
            throw new InputException($"the scenario '{scenario.Name}' {refusal}", file);
        }

        context.Error.WriteLine($"{file}: the scenario '{scenario.Name}' with {scenario.Actors.Count} actors");
        return Map(file, scenario.Map, context, found, []);
    }

    private static int OpenScenario(string file, string[] roots, CliContext context, FileFindings found)
    {
        var read = OpenScenarioFormat.Load(new SourceFile(file, context.Full(file)), FormatFiles.Roots(context, file, roots));
        foreach (var element in read.Unsupported.Take(MaxFindings))
        {
            context.Error.WriteLine($"{context.Style.Yellow("warning:")} {file}:{element.Line}: {element.Path}: {element.Reason}");
        }

        string more = read.Unsupported.Count > MaxFindings ? $" ({read.Unsupported.Count - MaxFindings} not shown)" : "";
        if (read.Content != OpenScenarioContent.Scenario)
        {
            context.Error.WriteLine(read.Content == OpenScenarioContent.Catalog
                ? $"{file}: the catalog '{read.CatalogName}' with {read.Entries.Count} entries, {read.Unsupported.Count} findings{more}"
                : $"{file}: {read.ParameterSets.Count} sets of parameter values for '{read.ScenarioFile}', {read.Unsupported.Count} findings{more}");
            return read.Unsupported.Count;
        }

        var scenario = read.ToScenario();
        context.Error.WriteLine($"{file}: the OpenSCENARIO {read.Version} scenario '{scenario.Name}' with {scenario.Actors.Count} actors, {read.Unsupported.Count} findings{more}");
        return read.Unsupported.Count + Map(file, scenario.Map, context, found, []);
    }

    private static int Map(string file, RoadMap? map, CliContext context, FileFindings found, IReadOnlyList<OpenDriveFinding> drawn)
    {
        if (map is null)
        {
            context.Error.WriteLine($"{file}: readable");
            return 0;
        }

        var broken = RoadMapCheck.Run(map);
        found.OpenDrive(file, drawn);
        found.Map(file, broken);
        var findings = drawn.Select(f => $"{file}:{f.Line}:{f.Column}: {f.Message}").Concat(broken.Select(f => $"{file}: {f.LaneId}: {f.Message}")).ToList();
        foreach (string finding in findings.Take(MaxFindings))
        {
            context.Error.WriteLine($"{context.Style.Yellow("warning:")} {finding}");
        }

        string more = findings.Count > MaxFindings ? $" ({findings.Count - MaxFindings} not shown)" : "";
        context.Error.WriteLine($"{file}: {map.Lanes.Count} lanes, {findings.Count} findings{more}");
        return findings.Count;
    }
}
