using System.CommandLine;
using System.Text;
using System.Text.Json;
using Sim.Host.SelfTests;
using Sim.Host.Store;
using Sim.Plugins.Sdk;

namespace Sim.Host.Commands;

/// <summary><c>sim selftest</c>: does this installation compute what its makers recorded?</summary>
internal sealed class SelfTestVerb : Verb
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Option<bool> _json;
    private readonly Option<string?> _out;
    private readonly Option<string[]> _unchecked;
    private readonly Option<string?> _timeout;
    private readonly IsolateSwitch _isolate;

    /// <summary>Makes the verb.</summary>
    public SelfTestVerb()
        : base(
            "selftest",
            "Computes the reference figures of sim and its plugins on this machine. Exit 1 when one deviates, 3 when one could not run or a plugin has none.",
            "sim selftest",
            "sim selftest --json",
            "sim selftest --out runs/smoke")
    {
        _json = Option<bool>("--json", "Writes the record on standard output.");
        _out = Option<string?>("--out", "Keeps the record: a file, or a folder, where it becomes selftest.json.", "PATH");
        _unchecked = Option<string[]>("--unchecked", "Plugin that may have no reference figures; repeatable.", "ID");
        _timeout = Option<string?>("--timeout", "Time that one self-test may take; default 60 s.", "TIME");
        _isolate = new IsolateSwitch(this);
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var limit = WorkSwitches.Time(parsed.GetValue(_timeout), "--timeout") ?? Limit;
        var today = context.Today(null);
        var modules = _isolate.Apply(parsed, context).Modules();
        var results = new SelfTestRunner(modules, limit, parsed.GetValue(_unchecked) ?? []).Run(cancellationToken);
        var record = SelfTestRecord.Of(results, SelfTestEnvironment.Of(modules, today));
        string text = JsonSerializer.Serialize(record, SelfTestJson.Default.SelfTestRecord) + "\n";
        if (parsed.GetValue(_out) is { } path)
        {
            Keep(context.Full(path), path, text);
        }

        if (parsed.GetValue(_json))
        {
            context.Out.Write(text);
        }
        else
        {
            SelfTestTable.Write(record, context.Out);
        }

        Conclude(record, context);
        return record.ExitCode;
    }

    private static void Conclude(SelfTestRecord record, CliContext context)
    {
        int stopped = record.Tests.Count(t => t.State is SelfTestState.CouldNotRun);
        int missing = record.Tests.Count(t => t.State is SelfTestState.Unchecked);
        string counts = $"{record.Held} of {record.Checks} checks hold ({record.Values} values)";
        context.Error.WriteLine(record.ExitCode switch
        {
            ExitCode.Passed => context.Style.Green($"{counts}: this installation computes what its makers recorded"),
            ExitCode.Failed => context.Style.Red($"{counts}: do not use this installation as evidence"),
            _ => context.Style.Red($"{counts}; {stopped} self-tests could not run, {missing} plugins have no reference figures{(record.Checks == 0 ? "; nothing was checked" : "")}"),
        });
    }

    private static void Keep(string full, string shown, string text)
    {
        string file = Directory.Exists(full) || shown.EndsWith('/') ? Path.Combine(full, SelfTestRecord.FileName) : full;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            AtomicFile.Write(file, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot write the record: {e.Message}", shown, inner: e);
        }
    }
}
