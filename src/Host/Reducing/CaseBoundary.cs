using System.Globalization;
using Sim.Host.Output;
using Sim.Host.Plugins;
using Sim.Reports.Failures;
using Sim.Reports.Reducing;

namespace Sim.Host.Reducing;

/// <summary>Finds where a failing case begins to pass (docs/reducing.md).</summary>
/// <param name="setup">The failing case.</param>
/// <param name="trials">Runs scenarios in its place.</param>
/// <param name="modules">Knows its generator.</param>
/// <param name="request">What is asked for.</param>
/// <param name="cancellationToken">Cancels.</param>
internal sealed class CaseBoundary(StoredCaseSetup setup, CaseTrials trials, ModuleCatalog modules, BoundaryRequest request, CancellationToken cancellationToken)
{
    private readonly SortedSet<string> _otherFailures = new(StringComparer.Ordinal);
    private string _undecided = "";

    /// <summary>Searches.</summary>
    /// <exception cref="InputException">The case has no such failure, or what is asked for does not fit it.</exception>
    public BoundaryReport Run()
    {
        var wanted = CaseMinimiser.FailureOf(setup);
        var report = new BoundaryReport
        {
            Case = setup.Id,
            Signature = wanted.Id,
            Title = FailureTitles.Of(wanted, null, setup.Planned.Driver.Name),
            Outcome = "not_reproducible",
            Sentence = "",
            Runs = 0,
        };
        bool own = ParameterWays.Exist(setup) && (request.Parameter is not { } name || setup.Planned.Case.Key.Parameters.ContainsKey(name) || !Values().Any(v => v.Name == name));
        var ways = own ? new ParameterWays(setup, trials, modules, request, cancellationToken).Find() : ValueWays();
        if (CaseMinimiser.Differs(setup, trials, wanted) is { } sentence)
        {
            return report with { Sentence = sentence, Runs = trials.Runs };
        }

        try
        {
            foreach (var way in ways)
            {
                if (Probe(way, way.Last, wanted) == ProbeOutcome.Passes)
                {
                    return Search(way, report, wanted);
                }
            }
        }
        catch (TrialLimitException)
        {
            return report with { Outcome = "stopped", Sentence = "the limit of runs was reached; allow more with --max-runs", Runs = trials.Runs };
        }

        string tried = ways.Count == 0 ? own ? "no case of this entry passes, and its parameters have no other values (--against CASE, --parameter NAME --to VALUE)" : "nothing in the scenario can be changed to look for one"
            : $"it does not pass at {string.Join("; ", ways.Select(w => w.Shown(w.Last)))} either{(own ? " (--against CASE, --parameter NAME --to VALUE)" : "")}";
        return report with { Outcome = "no_passing_point", Sentence = $"no passing point: {tried}", Runs = trials.Runs };
    }

    private BoundaryReport Search(BoundaryWay way, BoundaryReport report, FailureSignature wanted)
    {
        int last = way.Last;
        var found = BoundarySearch.Find(last, p => Probe(way, p, wanted), next => Ahead(way, next));
        string sentence = Sentence(way, found);
        if (found.Undecided is { } stop)
        {
            sentence += $"; at {way.Shown(stop)} it cannot be told more exactly: {_undecided}";
        }

        if (found.Otherwise.Count > 0)
        {
            sentence += $"; not monotone: {string.Join("; ", found.Otherwise.Select(p => $"{Word(way, p, wanted)} at {way.Shown(p)}"))}, so this is one boundary of several";
        }

        return report with
        {
            Outcome = found.Undecided is null ? "boundary" : "undecided",
            Sentence = sentence,
            Runs = trials.Runs,
            Against = way.Against,
            Numbers = [.. way.Axes.Select(a => new BoundaryNumber(a.Name, a.Unit, a.Fails, a.Passes, a.At(found.Fails, last), a.At(found.Passes, last)))],
            Monotone = found.Undecided is null ? found.Otherwise.Count == 0 : null,
            Otherwise = [.. found.Otherwise.Select(p => new BoundaryPoint(way.Shown(p), Word(way, p, wanted)))],
            OtherFailures = [.. _otherFailures],
        };
    }

    private string Sentence(BoundaryWay way, BoundaryFound found)
    {
        if (way.Axes.Count > 1)
        {
            return $"fails up to {way.Shown(found.Fails)} and passes from {way.Shown(found.Passes)} on the way to {way.Against}";
        }

        var axis = way.Axes[0];
        decimal fails = axis.At(found.Fails, way.Last), passes = axis.At(found.Passes, way.Last);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"fails for {axis.Name} {(passes > fails ? "<" : ">")} {axis.Shown((fails + passes) / 2)} ± {axis.Shown(Math.Abs(passes - fails) / 2)}, all else as in {setup.Id}");
    }

    private string Word(BoundaryWay way, int position, FailureSignature wanted) => Probe(way, position, wanted) switch
    {
        ProbeOutcome.Passes => "passes",
        ProbeOutcome.Fails => "fails",
        _ => "cannot be evaluated",
    };

    private ProbeOutcome Probe(BoundaryWay way, int position, FailureSignature wanted)
    {
        Scenario scenario;
        try
        {
            scenario = way.Scenario(position);
        }
        catch (Exception e) when (e is RefusedException or InputException)
        {
            _undecided = Running.Reasons.Of(e);
            return ProbeOutcome.Undecided;
        }

        var trial = trials.Run(scenario);
        switch (trial.Verdict)
        {
            case CaseVerdict.Passed:
                return ProbeOutcome.Passes;
            case CaseVerdict.Failed or CaseVerdict.Known:
                if (trial.Signature!.Id != wanted.Id)
                {
                    _otherFailures.Add(trial.Text);
                }

                return ProbeOutcome.Fails;

            // Where the case itself is one that cannot be evaluated, the same again is its failure.
            default:
                _undecided = trial.Text;
                return trial.Signature?.Id == wanted.Id ? ProbeOutcome.Fails : ProbeOutcome.Undecided;
        }
    }

    private void Ahead(BoundaryWay way, IReadOnlyList<int> positions)
    {
        try
        {
            trials.Ahead(positions.Select(way.Scenario));
        }
        catch (Exception e) when (e is RefusedException or InputException)
        {
            // It is told when the position is asked for.
        }
    }

    private IReadOnlyList<ScenarioValue> Values() => ScenarioValues.Of(setup.Scenario, setup.Stored.Result.Ending?.Partner);

    private IReadOnlyList<BoundaryWay> ValueWays()
    {
        if (request.Against is not null)
        {
            throw new InputException("--against: this case was not made from numeric parameters, so there is no way from it to another case; leave --against out to change values of its scenario");
        }

        var values = Values();
        if (request.Parameter is { } name && values.All(v => v.Name != name))
        {
            throw new InputException($"the case was not made from numeric parameters, and its scenario has no value '{name}' to change; {Nearest.Hint(name, values.Select(v => v.Name))}");
        }

        return [.. values.Where(v => request.Parameter is null || v.Name == request.Parameter).SelectMany(v => Ends(v).Select(end => Way(v, end)))];
    }

    private IEnumerable<decimal> Ends(ScenarioValue value)
    {
        if (request.To is not { } to)
        {
            return value.Ends.Select(e => Math.Round((decimal)e, 3));
        }

        var unit = UnitOf(value);
        return request.Parameter is null ? throw new InputException("--to needs --parameter, the one that takes this value")
            : to.Dimension == unit.Dimension ? [Math.Round((decimal)to.Si, 6)]
            : throw new InputException($"--to: found '{to.Text}', expected a value of '{value.Name}'{(value.Unit.Length > 0 ? $" in {value.Unit}" : "")}");
    }

    private static Unit UnitOf(ScenarioValue value) => value.Unit.Length == 0 ? Unit.One : Unit.Find(value.Unit)!;

    private BoundaryWay Way(ScenarioValue value, decimal end)
    {
        decimal now = Math.Round((decimal)value.Value, 6);
        var axis = new BoundaryAxis(value.Name, value.Unit, now, end, ParameterWays.ToleranceOf(request.Tolerance, UnitOf(value), value.Name, Math.Abs(end - now), false));
        int last = axis.Steps;
        return new([axis], position => position == 0 ? setup.Scenario : value.With(setup.Scenario, (double)axis.At(position, last)), null);
    }
}
