using System.CommandLine;
using System.Globalization;
using System.Text;
using Sim.Host.Gates;
using Sim.Host.Running;
using Sim.Host.Store;
using Sim.Reports.Failures;

namespace Sim.Host.Commands;

/// <summary><c>sim triage</c>: adds the failures of a run to the file in which people keep notes about them.</summary>
internal sealed class TriageVerb : Verb
{
    private readonly Argument<string> _run;
    private readonly Option<string> _out;

    /// <summary>Makes the verb.</summary>
    public TriageVerb()
        : base(
            "triage",
            "Adds the kinds of failures of a run to a file of notes (status, owner, comment); every note, comment and blank line in it stays.",
            "sim triage runs/smoke",
            "sim triage runs/smoke --out triage.yaml")
    {
        _run = Argument<string>("RUN", "Run folder.", ArgumentArity.ExactlyOne);
        _out = Option<string>("--out", "The file; default triage.yaml. Made when it is absent.", "FILE");
        _out.DefaultValueFactory = _ => RunReports.TriageFileName;
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        string run = parsed.GetValue(_run)!, name = parsed.GetValue(_out)!, path = context.Full(name);
        var file = File.Exists(path) ? TriageFile.ReadFile(path, name) : TriageFile.Read(TriageFile.Empty, name);
        var stored = StoredRunReader.Read(new RunFolder(context.Full(run), context.Codec).StorePath);

        // Waivers move cases between failed and known; their kinds stay the same.
        var report = ReportBuilder.Build(stored, DateOnly.MaxValue);
        string subject = ReportBuilder.Subject(stored.Identity);
        string text = file.With(report.Clusters.Select(c => (c.Signature, FailureTitles.Of(c.Signature, null, subject))), out int added);
        if (added > 0 || !File.Exists(path))
        {
            Write(path, name, text);
        }

        var applied = TriageFile.Applied(file.Notes, report.Clusters);
        int matching = applied.Count(n => n.Matches);
        context.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {added} added as new, {matching} already there{(matching < applied.Count ? $", {applied.Count - matching} match no failure of this run" : "")}"));
        if (added > 0)
        {
            context.Error.WriteLine($"write what you know into {name}, then: sim report {run} --triage {name}");
        }

        return ExitCode.Passed;
    }

    private static void Write(string path, string name, string text)
    {
        try
        {
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot write the file: {e.Message}", name, inner: e);
        }
    }
}
