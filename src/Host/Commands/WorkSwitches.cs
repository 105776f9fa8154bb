using System.CommandLine;
using System.Globalization;
using Sim.Host.Planning;
using Sim.Host.Running;

namespace Sim.Host.Commands;

/// <summary>The switches that say how cases are worked off.</summary>
internal sealed class WorkSwitches
{
    private const int MaxJobs = 1024;
    private readonly Option<string?> _jobs = new("--jobs") { Description = "Worker threads; auto (default) is one for each core.", HelpName = "N|auto" };
    private readonly Option<string?> _timeout = new("--timeout") { Description = "Wall time limit of each case, such as 60 s; none by default.", HelpName = "TIME" };
    private readonly Option<string?> _budget = new("--time-budget") { Description = "Wall time limit of the run, such as 10 min; then exit 4, to be continued with --resume.", HelpName = "TIME" };
    private readonly Option<bool> _failFast = new("--fail-fast") { Description = "Stops at the first case that fails or cannot be evaluated." };
    private readonly Option<string?> _keep = new("--keep") { Description = "Which recordings stay; default all.", HelpName = "all|failed|none" };

    /// <summary>Adds them to a verb.</summary>
    public WorkSwitches(Command verb)
    {
        foreach (var option in (Option[])[_jobs, _timeout, _budget, _failFast, _keep])
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="InputException">A value is wrong.</exception>
    public EngineOptions Read(ParseResult parsed) => new()
    {
        Jobs = Jobs(parsed.GetValue(_jobs)),
        Timeout = Time(parsed.GetValue(_timeout), "--timeout"),
        TimeBudget = Time(parsed.GetValue(_budget), "--time-budget"),
        FailFast = parsed.GetValue(_failFast),
        Keep = parsed.GetValue(_keep) switch
        {
            null or "all" => KeepRecordings.All,
            "failed" => KeepRecordings.Failed,
            "none" => KeepRecordings.None,
            var other => throw new InputException($"--keep: found '{other}', expected all, failed or none"),
        },
    };

    /// <summary>Reads a number of jobs.</summary>
    /// <exception cref="InputException">Not one.</exception>
    public static int Jobs(string? text) => text is null or "auto" ? Math.Clamp(Environment.ProcessorCount, 1, MaxJobs)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int jobs) && jobs is >= 1 and <= MaxJobs ? jobs
        : throw new InputException($"--jobs: found '{text}', expected a number from 1 to {MaxJobs}, or auto");

    /// <summary>Reads a time.</summary>
    /// <exception cref="InputException">Not one.</exception>
    internal static TimeSpan? Time(string? text, string name)
    {
        if (text is null)
        {
            return null;
        }

        var quantity = Quantity.Parse(text);
        return quantity.Dimension == Dimension.Time && quantity.Si is > 0 and <= 31_536_000
            ? TimeSpan.FromSeconds(quantity.Si)
            : throw new InputException($"{name}: found '{text}', expected a time with its unit, such as 60 s, 10 min or 2 h");
    }
}
