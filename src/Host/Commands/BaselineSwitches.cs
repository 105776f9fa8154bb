using System.CommandLine;
using Sim.Host.Comparing;
using Sim.Host.Gates;
using Sim.Host.Store;
using Sim.Reports.Comparing;

namespace Sim.Host.Commands;

/// <summary><c>--baseline</c> and <c>--fail-on</c>: what a run is compared with, and what makes it fail.</summary>
internal sealed class BaselineSwitches
{
    private readonly Option<string?> _baseline = new("--baseline") { Description = "Compares with another run folder, or with a file of accepted results (sim baseline accept).", HelpName = "RUN|FILE" };
    private readonly Option<string?> _failOn = new("--fail-on") { Description = $"Differences that make the exit code 1: {FailOn.Words}, or several with commas. Without it a baseline only informs.", HelpName = "KINDS" };

    /// <summary>Adds them to a verb.</summary>
    public BaselineSwitches(Command verb)
    {
        verb.Options.Add(_baseline);
        verb.Options.Add(_failOn);
    }

    /// <summary>The baseline, or null when none is named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="run">The run that is compared, absolute.</param>
    /// <param name="today">Today, for waivers of both runs.</param>
    /// <param name="context">The world around.</param>
    /// <exception cref="InputException">There is none, it is damaged, or it is the run itself.</exception>
    public Baseline? Read(ParseResult parsed, string run, DateOnly today, CliContext context)
    {
        string? failOn = parsed.GetValue(_failOn);
        if (parsed.GetValue(_baseline) is not { } named)
        {
            return failOn is null ? null : throw new InputException("--fail-on says which differences from a baseline fail; name one with --baseline RUN or FILE");
        }

        var kinds = failOn is null ? [] : FailOn.Parse(failOn);
        string path = context.Full(named);
        if (Directory.Exists(path))
        {
            if (Path.TrimEndingDirectorySeparator(path) == Path.TrimEndingDirectorySeparator(run))
            {
                throw new InputException("--baseline names the run itself; name an earlier one", named);
            }

            var folder = new RunFolder(path, context.Codec);
            var stored = StoredRunReader.Read(folder.StorePath);
            var report = ReportBuilder.Build(stored, today);
            var recordings = new BaselineRecordings(folder, report, text => context.Error.WriteLine($"{context.Style.Yellow("warning:")} {text}"));
            return new Baseline(ComparedRuns.Of(stored, report), report, recordings, kinds);
        }

        return File.Exists(path)
            ? new Baseline(ComparedRun.Of(AcceptedFiles.Read(path, named), Path.GetFileName(path)), null, null, kinds)
            : throw new InputException("there is neither a run folder nor a file of accepted results; name the --out of an earlier sim run, or what sim baseline accept wrote", named);
    }
}
