using System.CommandLine;
using System.Text.Json;
using Sim.Host.Output;
using Sim.Host.Running;
using Sim.Host.Store;

namespace Sim.Host.Commands;

/// <summary><c>sim replay</c>: one case again, from its recorded answers.</summary>
internal sealed class ReplayVerb : Verb
{
    private readonly Argument<string> _case;
    private readonly Option<string?> _run;
    private readonly Option<bool> _live;
    private readonly Option<string[]> _root;
    private readonly Option<bool> _json;
    private readonly Option<string?> _out;
    private readonly Option<string?> _driver;
    private readonly Option<string?> _command;
    private readonly Option<bool> _debugDriver;
    private readonly Option<bool> _noCommands;

    /// <summary>Makes the verb.</summary>
    public ReplayVerb()
        : base(
            "replay",
            "Runs one case of a run folder again from its scenario and the driver's recorded answers; the recording must have the same bytes. Exit 1 and the first step and field that differ, with both values, otherwise.",
            "sim replay runs/smoke/cases/cut-in-1a2b3c4d5e6f",
            "sim replay cut-in-1a2b3c4d5e6f --run runs/smoke --live --json",
            "sim replay cut-in-1a2b3c4d5e6f --run runs/smoke --live --driver grpc://localhost:50052")
    {
        _case = Argument<string>("CASE", "Case id, or the case's folder.", ArgumentArity.ExactlyOne);
        _run = Option<string?>("--run", "Run folder; not needed when CASE is a folder.", "FOLDER");
        _live = Option<bool>("--live", "Asks the driver again instead of its recorded answers.");
        _root = Option<string[]>("--root", "Folder below which --live may read files of the driver's options, besides the working folder; repeatable.", "FOLDER");
        _out = Option<string?>("--out", "Writes the new recording to this file, which must not exist, to look at the two side by side.", "FILE");
        _driver = Option<string?>("--driver", "With --live: asks this driver instead of the run's, such as one that listens elsewhere now.", "NAME|ADDRESS");
        _command = Option<string?>("--driver-command", "With --live: starts this program as the driver instead of the run's.", "CMD");
        _debugDriver = Option<bool>("--debug-driver", "With --live: no deadlines; the driver shares this terminal, and a hint says how to attach a debugger.");
        _noCommands = Option<bool>("--no-commands", "With --live: refuses a run whose suite starts a program as its driver.");
        _json = Option<bool>("--json", "Writes the outcome for programs on standard output: identical, first_step, time_s, field, recorded, now, difference.");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var (run, named) = NamedCase.Of(parsed.GetValue(_case)!, parsed.GetValue(_run), context);
        string? target = parsed.GetValue(_out) is { } written ? context.Full(written) : null;
        if (File.Exists(target))
        {
            throw new InputException($"'{target}' exists; name a new file with --out");
        }

        bool live = parsed.GetValue(_live);
        string? driver = parsed.GetValue(_driver), command = parsed.GetValue(_command);
        bool debug = parsed.GetValue(_debugDriver);
        if (!live && (driver is not null || command is not null || debug))
        {
            throw new InputException("--driver, --driver-command and --debug-driver need --live: without it, no driver is asked");
        }

        var outcome = new CaseReplay(context.Modules().Catalog, context.Codec, context.Yaml(parsed.GetValue(_root) ?? [], !parsed.GetValue(_noCommands)))
            .Run(new RunFolder(run, context.Codec), named, live ? new LiveReplay(driver, command, context.WorkingFolder, debug ? context.Error.WriteLine : null) : null, cancellationToken);
        if (target is not null)
        {
            AtomicFile.Write(target, outcome.Bytes.Span);
        }

        context.Error.WriteLine(outcome.Identical ? context.Style.Green($"{named}: the same bytes again") : context.Style.Red($"{named}: differs at {outcome.Sentence}"));
        if (outcome.BeyondDebugSentence is { } beyond)
        {
            context.Error.WriteLine(beyond);
        }

        if (parsed.GetValue(_json))
        {
            context.Out.WriteLine(JsonSerializer.Serialize(ReplayReport.Of(named, live, outcome), OutputJson.Default.ReplayReport));
        }

        return outcome.Identical ? ExitCode.Passed : ExitCode.Failed;
    }
}
