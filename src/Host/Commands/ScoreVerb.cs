using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sim.Host.Drivers;
using Sim.Host.Output;
using Sim.Host.Plugins;
using Sim.Host.Running;
using Sim.Plugins.Sdk;
using Sim.Simulation.Drivers;

namespace Sim.Host.Commands;

/// <summary><c>sim score</c>: assesses recordings without running anything.</summary>
internal sealed class ScoreVerb : Verb
{
    private readonly Argument<string[]> _recordings;
    private readonly Option<string[]> _with;
    private readonly Option<string?> _options;
    private readonly Option<string?> _driver;
    private readonly Option<string[]> _root;
    private readonly Option<ulong?> _seed;
    private readonly Option<bool> _json;

    /// <summary>Makes the verb.</summary>
    public ScoreVerb()
        : base(
            "score",
            "Assesses recordings: files of a run or logs of any format that holds recorded traffic.",
            "sim score runs/smoke/cases/*/recording.mcap --with criticality",
            "sim score log.xml --with criticality --json",
            "sim score log.xml --with \"criticality: { ttc: 2 s }\"",
            "sim score log.xml --with \"pseudo-simulation: { stages: 2 }\" --driver idm")
    {
        _recordings = Argument<string[]>("RECORDING", "Recordings.", ArgumentArity.OneOrMore);
        _with = Option<string[]>("--with", "Assessor, alone or with options ('NAME: { key: value }'), repeatable; default all.", "NAME");
        _options = Option<string?>("--options", "YAML file with options by assessor (NAME: { key: value }); --with comes before it.", "FILE");
        _driver = Option<string?>("--driver", "Driver for assessors that ask one, alone or with options ('NAME: { key: value }').", "NAME");
        _root = Option<string[]>("--root", "Folder below which files of the options may be read, besides the working folder; repeatable.", "FOLDER");
        _seed = Option<ulong?>("--seed", "Seed for assessors that draw; default 0.", "N");
        _json = Option<bool>("--json", "Writes the assessments on standard output, one object for each recording and assessor.");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var modules = context.Modules().Catalog;
        var yaml = context.Yaml(parsed.GetValue(_root) ?? []);
        var assessors = Assessors(parsed, context, modules, yaml);
        using var asked = Driver(parsed, context, modules, yaml, cancellationToken);
        var peers = asked.Peers with { Sensors = modules.ByName<ISensor>() };
        int code = ExitCode.Passed;
        var table = new TextTable("recording", "metric", "value", "");
        var sentences = new List<string>();
        foreach (string file in parsed.GetValue(_recordings)!)
        {
            var recording = FormatFiles.Read(context.Full(file), file, modules, cancellationToken).Recording
                ?? throw new InputException("this file holds no recording", file);
            foreach (var (assessor, options) in assessors)
            {
                var request = new AssessRequest
                {
                    Recording = recording,
                    Options = options,
                    Seed = Numerics.Seed.Derive(parsed.GetValue(_seed) ?? 0, recording.Name, 0, $"assessor:{assessor.Name}"),
                };
                if (Score(file, request, assessor, peers, context, cancellationToken) is not { } assessment)
                {
                    code = ExitCode.Infrastructure;
                }
                else if (parsed.GetValue(_json))
                {
                    context.Out.WriteLine(JsonSerializer.Serialize(new Scored(file, assessment), OutputJson.Default.Scored));
                }
                else
                {
                    Show(file, assessment, table, sentences);
                }
            }
        }

        if (!parsed.GetValue(_json))
        {
            table.Write(context.Out);
            sentences.ForEach(context.Out.WriteLine);
        }

        return code;
    }

    private IReadOnlyList<(IAssessor Assessor, Setting Options)> Assessors(ParseResult parsed, CliContext context, ModuleCatalog modules, Formats.Yaml.YamlOptions yaml)
    {
        var named = ModuleSwitch.Read(parsed.GetValue(_with) ?? [], "--with", yaml);
        var filed = parsed.GetValue(_options) is { } file ? ModuleSwitch.ReadFile(context.Full(file), file, yaml) : [];
        var assessors = named.Count == 0
            ? modules.All<IAssessor>()
            : [.. named.Select(u => modules.Get<IAssessor>(u.Name, u.Options))];
        if (filed.FirstOrDefault(u => assessors.All(a => a.Name != u.Name)) is { } unused)
        {
            throw unused.Options.Error($"options are given for '{unused.Name}', which does not assess here; {Nearest.Hint(unused.Name, assessors.Select(a => a.Name))}");
        }

        return assessors.Count == 0
            ? throw new InputException("no assessor is installed (sim plugins list)")
            : [.. assessors.Select(a => (a, Given(named, a) ?? Given(filed, a) ?? Setting.Empty))];

        static Setting? Given(IReadOnlyList<ModuleUse> uses, IAssessor assessor) => uses.FirstOrDefault(u => u.Name == assessor.Name && u.Options.Entries.Count > 0)?.Options;
    }

    private AskedDriver Driver(ParseResult parsed, CliContext context, ModuleCatalog modules, Formats.Yaml.YamlOptions yaml, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_driver) is not { } text)
        {
            return new AskedDriver(AssessPeers.None, null);
        }

        var uses = ModuleSwitch.Read([text], "--driver", yaml);
        if (uses.Count != 1)
        {
            throw new InputException($"--driver: found '{text}', expected one driver");
        }

        var files = new FileRoots
        {
            BaseFolder = context.WorkingFolder,
            Roots = Ordered.Copy((parsed.GetValue(_root) ?? []).Select(r => new KeyValuePair<string, string>(r, context.Full(r)))),
        };
        var driver = modules.Get<IDriver>(uses[0].Name, uses[0].Options);
        if (driver is not ILeasedDriver leased)
        {
            return new AskedDriver(new AssessPeers(new RootedDriver(driver, files), uses[0].Options, null), null);
        }

        leased.Greet(uses[0].Options, files, LeaseContext.None, cancellationToken);
        var lease = leased.Lease(uses[0].Options, files, LeaseContext.None, cancellationToken);
        return new AskedDriver(new AssessPeers(new RootedDriver(lease.Driver, files), uses[0].Options, null), lease);
    }

    private static Assessment? Score(string file, AssessRequest request, IAssessor assessor, AssessPeers peers, CliContext context, CancellationToken cancellationToken)
    {
        try
        {
            return assessor.Assess(request, peers, cancellationToken);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            context.Error.WriteLine($"{context.Style.Red("error:")} {file}: assessor '{assessor.Name}': {Reasons.Of(e)}");
            return null;
        }
    }

    private static void Show(string file, Assessment assessment, TextTable table, List<string> sentences)
    {
        foreach (var metric in assessment.Metrics)
        {
            string value = metric.Value.Value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:0.####} {metric.Unit}") : JsonNamingPolicy.SnakeCaseLower.ConvertName(metric.Value.State.ToString());
            table.Add(file, metric.Name, value, metric.Value.Reason);
        }

        sentences.AddRange(assessment.Evidence.Select(e => $"{file}: {e.Text}"));
    }

    private sealed record AskedDriver(AssessPeers Peers, IDriverLease? Lease) : IDisposable
    {
        public void Dispose() => Lease?.Dispose();
    }
}
