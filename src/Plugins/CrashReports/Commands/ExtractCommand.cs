using System.CommandLine;
using System.Text;
using Sim.Formats.Yaml;
using Sim.Plugins.CrashReports.Checking;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Reports;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.CrashReports.Commands;

/// <summary><c>sim extract</c>: reports → records, as a table for people or JSON for programs.</summary>
internal sealed class ExtractCommand : ICommand
{
    /// <inheritdoc/>
    public string Name => "extract";

    /// <inheritdoc/>
    public string Description => "Reads crash reports, or one sentence, into records: every value with how it is known and the words that say so.";

    /// <inheritdoc/>
    public int Run(IReadOnlyList<string> arguments, ICommandConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(console);
        var reports = new Argument<string[]>("REPORT") { Description = "Report files (.txt, .md, .json, .jsonl), with * and ?.", Arity = ArgumentArity.ZeroOrMore };
        var text = new Option<string?>("--text") { Description = "Reads this text instead of files.", HelpName = "WORDS" };
        var extractor = new Option<string>("--extractor") { Description = "rules or llm.", HelpName = "NAME", DefaultValueFactory = _ => "rules" };
        var options = new Option<string?>("--options") { Description = "YAML file of the extractor's options.", HelpName = "FILE" };
        var network = new Option<bool>("--network") { Description = "Allows the extractor the network." };
        var all = new Option<bool>("--all") { Description = "Shows unknown values too." };
        var json = new Option<bool>("--json") { Description = "Writes one record on a line of standard output." };
        var command = new RootCommand(Description) { reports, text, extractor, options, network, all, json };
        command.SetAction(parsed =>
        {
            var yaml = new YamlOptions { Variables = Environment.GetEnvironmentVariable, WorkingFolder = console.WorkingFolder };
            var settings = parsed.GetValue(options) is { } file ? YamlSettings.ReadFile(Path.GetFullPath(file, console.WorkingFolder), file, yaml) : Setting.Empty;
            var reader = Extractors.Create(parsed.GetValue(extractor)!, settings, new ExtractorHost { Files = new FileRoots { BaseFolder = console.WorkingFolder }, Network = parsed.GetValue(network) });
            var inputs = Inputs(parsed.GetValue(reports) ?? [], parsed.GetValue(text), console.WorkingFolder);
            return Extract(inputs, reader, parsed.GetValue(json), parsed.GetValue(all), console, cancellationToken);
        });
        return command.Parse([.. arguments]).Invoke(new InvocationConfiguration { Output = console.Out, Error = console.Error, EnableDefaultExceptionHandler = false });
    }

    private static List<CrashReport> Inputs(string[] patterns, string? text, string folder)
    {
        if (patterns.FirstOrDefault(p => p.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
        {
            throw new InputException($"unknown switch '{unknown}'; sim extract --help shows them");
        }

        if (text is not null)
        {
            return patterns.Length == 0 ? [new CrashReport { Id = "text", Text = text, IsSentence = true }] : throw new InputException("give report files or --text, not both");
        }

        var roots = new FileRoots { BaseFolder = folder };
        return patterns.Length == 0
            ? throw new InputException("no report; name files, or give --text \"a cyclist crosses from behind a parked bus\"")
            : [.. patterns.SelectMany(p => roots.Glob(p)).DistinctBy(f => f.Key).SelectMany(ReportFiles.Read)];
    }

    private static int Extract(List<CrashReport> reports, IRecordExtractor extractor, bool json, bool all, ICommandConsole console, CancellationToken cancellationToken)
    {
        int refused = 0;
        foreach (var report in reports)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var record = RecordMender.Mend(extractor.Extract(report, cancellationToken), report.Text);
                if (json)
                {
                    console.Out.WriteLine(Encoding.UTF8.GetString(CrashJson.Write(record)));
                }
                else
                {
                    Show(record, all, console.Out);
                }
            }
            catch (RefusedException e)
            {
                refused++;
                console.Error.WriteLine($"refused: {report.Id}: {e.Message}");
            }
        }

        return refused > 0 ? ExitCode.Infrastructure : ExitCode.Passed;
    }

    private static void Show(CrashRecord record, bool all, TextWriter output)
    {
        output.WriteLine($"{record.Id} ({record.Extractor})");
        var table = new TextTable("leaf", "value", "known", "words");
        foreach (var leaf in RecordLeaves.Of(record).Where(l => all || l.Status != LeafStatus.Unknown))
        {
            table.Add(leaf.Path, leaf.Value, SettingReader.WordOf(leaf.Status.ToString()), leaf.Evidence?.Quote ?? leaf.Why);
        }

        table.Write(output);
        foreach (var finding in record.Findings)
        {
            output.WriteLine($"  {finding.Rule} {finding.Path}: {finding.Message}{(finding.Mended ? " (mended)" : "")}");
        }

        output.WriteLine();
    }
}
