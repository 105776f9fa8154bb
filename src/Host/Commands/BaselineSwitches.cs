using System.CommandLine;
using Sim.Host.Comparing;
using Sim.Host.Gates;
using Sim.Host.Store;
using Sim.Reports.Comparing;

namespace Sim.Host.Commands;

/// <summary><c>--baseline</c>, <c>--fail-on</c> and <c>--allow</c>: what a run is compared with, what makes it fail, and what counts for nothing.</summary>
internal sealed class BaselineSwitches
{
    private readonly Option<string?> _baseline = new("--baseline") { Description = "Compares with another run folder, or with a file of accepted results (sim baseline accept).", HelpName = "RUN|FILE" };
    private readonly Option<string?> _failOn = new("--fail-on") { Description = $"Differences that make the exit code 1: {FailOn.Words}, or several with commas. Without it a baseline only informs.", HelpName = "KINDS" };

    private readonly Option<string[]> _allow = new("--allow") { Description = "A difference of a metric that counts for nothing: 'min_ttc: 0.1 s', with * for any name; repeatable.", HelpName = "METRIC: DELTA", AllowMultipleArgumentsPerToken = false };

    /// <summary>Adds them to a verb.</summary>
    public BaselineSwitches(Command verb)
    {
        verb.Options.Add(_baseline);
        verb.Options.Add(_failOn);
        verb.Options.Add(_allow);
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
        string[] allow = parsed.GetValue(_allow) ?? [];
        if (parsed.GetValue(_baseline) is not { } named)
        {
            if (allow.Length > 0)
            {
                throw new InputException("--allow says which differences from a baseline count for nothing; name one with --baseline RUN or FILE");
            }

            return failOn is null ? null : throw new InputException("--fail-on says which differences from a baseline fail; name one with --baseline RUN or FILE");
        }

        var kinds = failOn is null ? [] : FailOn.Parse(failOn);
        AllowedDelta[] allowed = [.. allow.SelectMany(AllowedDelta.Parse)];
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
            return Checked(new Baseline(ComparedRuns.Of(stored, report), report, recordings, kinds, allowed));
        }

        return File.Exists(path)
            ? Checked(new Baseline(ComparedRun.Of(AcceptedFiles.Read(path, named), Path.GetFileName(path)), null, null, kinds, allowed))
            : throw new InputException("there is neither a run folder nor a file of accepted results; name the --out of an earlier sim run, or what sim baseline accept wrote", named);
    }

    private static Baseline Checked(Baseline baseline)
    {
        foreach (var allowed in baseline.Allowed)
        {
            allowed.Require(baseline.Compared.Rows.SelectMany(r => r.Metrics));
        }

        return baseline;
    }
}
