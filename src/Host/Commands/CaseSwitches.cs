using System.CommandLine;
using Sim.Formats.Yaml;
using Sim.Host.Output;
using Sim.Host.Plugins;
using Sim.Host.Reducing;
using Sim.Host.Running;
using Sim.Host.Store;

namespace Sim.Host.Commands;

/// <summary>The words of verbs that run a case of a run folder again and again: which case, with whom, how often.</summary>
internal sealed class CaseSwitches
{
    private readonly Argument<string> _case = new("CASE") { Description = "Case id, or the case's folder.", Arity = ArgumentArity.ExactlyOne };
    private readonly Option<string?> _run = new("--run") { Description = "Run folder; not needed when CASE is a folder.", HelpName = "FOLDER" };
    private readonly Option<int> _maxRuns = new("--max-runs") { Description = "Simulations after which the search stops with what it has; default 1000.", HelpName = "N", DefaultValueFactory = _ => 1000 };
    private readonly Option<string?> _jobs = new("--jobs") { Description = "Simulations at the same time; auto (default) is one for each core. Changes nothing but the time.", HelpName = "N|auto" };
    private readonly Option<string?> _timeout = new("--timeout") { Description = "Wall time limit of each simulation, such as 60 s; none by default.", HelpName = "TIME" };
    private readonly Option<string?> _driver = new("--driver") { Description = "Asks this driver instead of the run's, such as one that listens elsewhere now.", HelpName = "NAME|ADDRESS" };
    private readonly Option<string?> _command = new("--driver-command") { Description = "Starts this program as the driver instead of the run's.", HelpName = "CMD" };
    private readonly Option<bool> _noCommands = new("--no-commands") { Description = "Refuses a run whose suite starts a program as its driver." };
    private readonly Option<string[]> _root = new("--root") { Description = "Folder below which files of the driver's options may be read, besides the working folder; repeatable.", HelpName = "FOLDER" };

    /// <summary>Adds them to a verb.</summary>
    public CaseSwitches(Command verb)
    {
        verb.Arguments.Add(_case);
        foreach (var option in (Option[])[_run, _maxRuns, _jobs, _timeout, _driver, _command, _noCommands, _root])
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>How settings files are read.</summary>
    public YamlOptions Yaml(ParseResult parsed, CliContext context) => context.Yaml(parsed.GetValue(_root) ?? [], !parsed.GetValue(_noCommands));

    /// <summary>The run folder, and the case's id.</summary>
    public (RunFolder Folder, string CaseId) Case(ParseResult parsed, CliContext context)
    {
        var (run, id) = NamedCase.Of(parsed.GetValue(_case)!, parsed.GetValue(_run), context);
        return (new RunFolder(run, context.Codec), id);
    }

    /// <summary>Sets a case up.</summary>
    public StoredCaseSetup Setup(ParseResult parsed, RunFolder folder, string caseId, ModuleCatalog modules, CliContext context, CancellationToken cancellationToken) => StoredCaseSetup.Load(
        folder, caseId, new LiveReplay(parsed.GetValue(_driver), parsed.GetValue(_command), context.WorkingFolder, null), modules, Yaml(parsed, context), cancellationToken);

    /// <summary>Runs scenarios in the place of a case.</summary>
    /// <param name="parsed">The words.</param>
    /// <param name="setup">The case.</param>
    /// <param name="what">What is going on, for the progress.</param>
    /// <param name="modules">The modules.</param>
    /// <param name="context">The world.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public (CaseTrials Trials, TrialProgress Progress) Trials(ParseResult parsed, StoredCaseSetup setup, string what, ModuleCatalog modules, CliContext context, CancellationToken cancellationToken)
    {
        int maxRuns = parsed.GetValue(_maxRuns);
        if (maxRuns < 1)
        {
            throw new InputException($"--max-runs: found {maxRuns}, expected a number of at least 1");
        }

        int jobs = Math.Max(1, Math.Min(WorkSwitches.Jobs(parsed.GetValue(_jobs)), setup.Places ?? int.MaxValue));
        var progress = new TrialProgress(context.Error, context.Style, what, maxRuns);
        return (new CaseTrials(setup, new CaseRunner(modules, setup.Mask), context.Codec, maxRuns, jobs, WorkSwitches.Time(parsed.GetValue(_timeout), "--timeout"), progress, cancellationToken), progress);
    }
}
