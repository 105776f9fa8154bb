using System.CommandLine;
using System.Globalization;
using Sim.Host.Comparing;
using Sim.Host.Gates;
using Sim.Host.Store;
using Sim.Reports.Comparing;

namespace Sim.Host.Commands;

/// <summary><c>sim baseline accept</c>: takes the results of a run over into the file of accepted results.</summary>
internal sealed class BaselineAcceptVerb : Verb
{
    private const int MaxShown = 20;
    private readonly Argument<string> _run;
    private readonly Option<string> _file;
    private readonly Option<string> _reason;
    private readonly Option<string[]> _only;
    private readonly Option<string?> _today;

    /// <summary>Makes the verb.</summary>
    public BaselineAcceptVerb()
        : base(
            "accept",
            "Accepts the results of a run: verdicts, and the metrics that expectations name. Cases whose results are accepted already keep their line.",
            "sim baseline accept runs/smoke --file baseline.txt --reason \"first accepted results\"",
            "sim baseline accept runs/smoke --file baseline.txt --only \"cut-in-*\" --reason \"later braking, agreed in AEB-91\"")
    {
        _run = Argument<string>("RUN", "Run folder.", ArgumentArity.ExactlyOne);
        _file = Option<string>("--file", "File of accepted results; made when it is not there.", "FILE");
        _file.Required = true;
        _reason = Option<string>("--reason", "Why these results are right.", "TEXT");
        _reason.Required = true;
        _only = Option<string[]>("--only", "Accepts only cases whose id matches; repeatable.", "PATTERN");
        _today = Option<string?>("--today", "Day of acceptance, and for waivers; default SIM_TODAY or the clock.", "DATE");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        string reason = parsed.GetValue(_reason)!.Trim();
        if (AcceptedLine.Unfit(reason) is { } fault)
        {
            throw new InputException($"--reason {fault}");
        }

        var today = context.Today(parsed.GetValue(_today));
        string file = parsed.GetValue(_file)!, path = context.Full(file);
        var earlier = File.Exists(path) ? AcceptedFiles.Read(path, file) : [];
        var stored = StoredRunReader.Read(new RunFolder(context.Full(parsed.GetValue(_run)!), context.Codec).StorePath);
        var report = ReportBuilder.Build(stored, today);
        var run = ComparedRuns.Of(stored, report);
        string[] patterns = parsed.GetValue(_only) ?? [];
        foreach (string pattern in patterns)
        {
            if (!run.Rows.Select(r => r.Case).Concat(earlier.Select(e => e.Row.Case)).Any(id => Wildcard.Matches(pattern, id)))
            {
                throw new InputException($"--only: '{pattern}' matches no case of the run and none that is accepted");
            }
        }

        var done = BaselineAcceptance.Of(earlier, run, ComparedRuns.Relevant(stored), patterns, today, reason);
        if (done.Accepted.Count > 0 || done.Dropped.Count > 0 || !File.Exists(path))
        {
            if (done.Cases.Count == 0)
            {
                throw new InputException("the run has no result that can be accepted, so nothing was written");
            }

            try
            {
                AtomicFile.Write(path, AcceptedFile.Write(done.Cases));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InputException($"cannot write the file of accepted results: {e.Message}", file, inner: e);
            }
        }

        Show(done, file, context);
        return done.Refused.Count > 0 ? ExitCode.Infrastructure : report.Missing.Count > 0 && patterns.Length == 0 ? ExitCode.Partial : ExitCode.Passed;
    }

    private static void Show(BaselineAcceptance done, string file, CliContext context)
    {
        List("accepted", done.Accepted, context);
        List("taken out", done.Dropped, context);
        List("not accepted, it could not be evaluated", done.Refused, context);
        context.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{file}: {done.Accepted.Count} accepted, {done.Unchanged} as before, {done.Dropped.Count} taken out, {done.Refused.Count} not accepted; {done.Cases.Count} cases in all"));
    }

    private static void List(string what, IReadOnlyList<string> cases, CliContext context)
    {
        foreach (string id in cases.Take(MaxShown))
        {
            context.Error.WriteLine($"  {what}: {id}");
        }

        if (cases.Count > MaxShown)
        {
            context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what}: and {cases.Count - MaxShown} more"));
        }
    }
}
