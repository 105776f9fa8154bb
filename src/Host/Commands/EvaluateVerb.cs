using System.CommandLine;
using System.Text.Json;
using Sim.Formats.Yaml;
using Sim.Host.Output;
using Sim.Plugins.Sdk;

namespace Sim.Host.Commands;

/// <summary><c>sim evaluate</c>: measures a module against data with known answers.</summary>
internal sealed class EvaluateVerb : Verb
{
    private readonly Argument<string> _topic;
    private readonly Option<string?> _data;
    private readonly Option<string?> _options;
    private readonly Option<ulong?> _seed;
    private readonly Option<string[]> _root;
    private readonly Option<bool> _json;

    /// <summary>Makes the verb.</summary>
    public EvaluateVerb()
        : base("evaluate", "Measures a module of a plugin against data with known answers. Exit 1 when a bar is missed.", "sim evaluate TOPIC --data data/ --json")
    {
        _topic = Argument<string>("TOPIC", "Topic; sim plugins list shows them.", ArgumentArity.ExactlyOne);
        _data = Option<string?>("--data", "Folder or files to measure on.", "PATH");
        _options = Option<string?>("--options", "YAML file of further options.", "FILE");
        _seed = Option<ulong?>("--seed", "Seed; default 0.", "N");
        _root = Option<string[]>("--root", "Folder below which may be read, besides the working folder; repeatable.", "FOLDER");
        _json = Option<bool>("--json", "Writes the table on standard output as one object.");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var topic = context.Modules().Catalog.Get<IEvaluation>(parsed.GetValue(_topic)!);
        var yaml = context.Yaml(parsed.GetValue(_root) ?? []);
        var options = parsed.GetValue(_options) is { } file ? YamlSettings.ReadFile(context.Full(file), file, yaml) : Setting.Empty;
        string data = parsed.GetValue(_data) ?? "";
        var roots = (parsed.GetValue(_root) ?? []).Select(r => new KeyValuePair<string, string>(r, context.Full(r))).ToList();
        if (DataFolder(data, context) is { } folder && roots.All(r => r.Value != folder))
        {
            roots.Add(new(folder, folder));
        }

        var files = new FileRoots { BaseFolder = context.WorkingFolder, Roots = Ordered.Copy(roots) };
        var table = topic.Evaluate(new EvaluationRequest(files, data, options, parsed.GetValue(_seed) ?? 0), cancellationToken);
        if (parsed.GetValue(_json))
        {
            context.Out.WriteLine(JsonSerializer.Serialize(table, ContractJson.Default.EvaluationTable));
        }
        else
        {
            var text = new TextTable([.. table.Columns]);
            foreach (var row in table.Rows)
            {
                text.Add([.. row]);
            }

            text.Write(context.Out);
        }

        return table.Passed ? ExitCode.Passed : ExitCode.Failed;
    }

    /// <summary>
    /// The folder that --data names, the one of its file or the one above its first wildcard: who writes it on the command line declares it. Null when
    /// there is no such folder, so that the evaluation says what is wrong.
    /// </summary>
    private static string? DataFolder(string data, CliContext context)
    {
        int wildcard = data.AsSpan().IndexOfAny('*', '?');
        string path = wildcard < 0 ? data : data[..(data.LastIndexOf('/', wildcard) + 1)];
        if (path.Length == 0)
        {
            return null;
        }

        string full = Path.TrimEndingDirectorySeparator(context.Full(path));
        string? folder = Directory.Exists(full) ? full : Path.GetDirectoryName(full);
        return folder is { Length: > 1 } && Directory.Exists(folder) ? folder : null;
    }
}
