using Sim.Host.Plugins;
using Sim.Plugins.Sdk;
using Sim.Reports.Failures;
using Sim.Reports.Reducing;

namespace Sim.Host.Reducing;

/// <summary>Ways from a failing case through the parameters of its generator.</summary>
/// <param name="setup">The case.</param>
/// <param name="trials">Tells scenarios apart.</param>
/// <param name="modules">Knows the generator.</param>
/// <param name="request">What is asked for.</param>
/// <param name="cancellationToken">Cancels.</param>
internal sealed class ParameterWays(StoredCaseSetup setup, CaseTrials trials, ModuleCatalog modules, BoundaryRequest request, CancellationToken cancellationToken)
{
    /// <summary>The case's parameters.</summary>
    private IReadOnlyDictionary<string, string> Failing => setup.Planned.Case.Key.Parameters;

    /// <summary>True when a case has a numeric parameter.</summary>
    public static bool Exist(StoredCaseSetup setup) => setup.Planned.Case.Key.Parameters.Values.Any(v => PassingPoint.NumberOf(v) is not null);

    /// <summary>The ways to be tried, in order: to the nearest passing case, to the one that is named, or to the ends of what the parameters may be.</summary>
    /// <exception cref="InputException">A name is unknown, or the case's scenario cannot be made again.</exception>
    public IReadOnlyList<BoundaryWay> Find()
    {
        if (request.Parameter is { } name && (!Failing.TryGetValue(name, out string? text) || PassingPoint.NumberOf(text) is null))
        {
            throw new InputException($"the case has no numeric parameter '{name}'; {Nearest.Hint(name, Failing.Where(p => PassingPoint.NumberOf(p.Value) is not null).Select(p => p.Key))}");
        }

        var generate = Generator();
        var siblings = setup.Run.Cases.Where(c => c.Suite == setup.Stored.Suite && c.Result.Case.Entry == setup.Planned.Case.Entry && c.Result.Case.Key.Source == setup.Planned.Case.Key.Source).ToList();
        var points = siblings.Select(c => c.Result.Case.Key.Parameters).ToList();
        var ranges = PassingPoint.Ranges(points);
        BoundaryWay Way(IReadOnlyDictionary<string, string> passing, IReadOnlyList<string> differing, string? against)
        {
            var axes = differing.Select(n => Axis(n, passing[n], ranges, points)).ToList();
            int last = axes.Max(a => a.Steps);
            return new(axes, position => generate(At(axes, position, last)), against);
        }

        if (request.To is { } to)
        {
            string only = request.Parameter ?? throw new InputException("--to needs --parameter, the one that takes this value");
            var end = With(only, to.Text);
            return PassingPoint.DifferingNumbers(Failing, end) is { Count: 1 } one
                ? [Way(end, one, null)]
                : throw new InputException($"--to: found '{to.Text}', expected another value of '{only}' than {Failing[only]}, of the same kind");
        }

        if (request.Against is { } against)
        {
            var other = siblings.FirstOrDefault(c => c.Result.Case.Id == against)
                ?? throw new InputException($"'{against}' is no case of the same entry and source in this run; {Nearest.Hint(against, siblings.Select(c => c.Result.Case.Id))}");
            return PassingPoint.DifferingNumbers(Failing, other.Result.Case.Key.Parameters) is { Count: > 0 } differing && (request.Parameter is null || (differing.Count == 1 && differing[0] == request.Parameter))
                ? [Way(other.Result.Case.Key.Parameters, differing, against)]
                : throw new InputException($"'{against}' differs from the case in more than numbers{(request.Parameter is null ? "" : $" of '{request.Parameter}'")}, or not at all");
        }

        var passing = siblings.Where(c => !FailureSignatures.IsFailure(StoredCaseSetup.RowOf(setup.Planned.Suite, c.Result).Verdict) && c.Result.Status == CaseStatus.Assessed)
            .Select(c => (c.Result.Case.Id, c.Result.Case.Key.Parameters)).ToList();
        if (PassingPoint.Nearest(Failing, passing, ranges, request.Parameter) is { } nearest)
        {
            return [Way(passing.First(p => p.Id == nearest.Id).Parameters, nearest.Differing, nearest.Id)];
        }

        return [.. Ends().Where(e => request.Parameter is null || e.Name == request.Parameter)
            .Select(e => (e.Name, Passing: With(e.Name, e.Text))).Where(e => PassingPoint.DifferingNumbers(Failing, e.Passing) is { Count: 1 }).Select(e => Way(e.Passing, [e.Name], null))];
    }

    // Ends of the domains, as the run knows them.
    private IEnumerable<(string Name, string Text)> Ends()
    {
        foreach (var domain in setup.Planned.Entry.Parts.Where(p => p.Holds(setup.Planned.Case.Key)).SelectMany(p => p.Domains))
        {
            var numbers = domain.Values.Concat(new[] { domain.Min, domain.Max }.OfType<string>()).Where(t => PassingPoint.NumberOf(t) is not null).OrderBy(t => PassingPoint.NumberOf(t)!.Value.Si).ToList();
            if (numbers.Count > 0)
            {
                yield return (domain.Name, numbers[0]);
                yield return (domain.Name, numbers[^1]);
            }
        }
    }

    private IReadOnlyDictionary<string, string> With(string name, string text) => Ordered.Copy(Failing.Where(p => p.Key != name).Append(new(name, text)));

    private IReadOnlyDictionary<string, string> At(IReadOnlyList<BoundaryAxis> axes, int position, int last)
    {
        if (position == 0)
        {
            return Failing;
        }

        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in Failing)
        {
            values[name] = axes.FirstOrDefault(a => a.Name == name) is { } axis ? new Quantity(axis.At(position, last), PassingPoint.NumberOf(text)!.Value.Unit).Text : text;
        }

        return values;
    }

    private BoundaryAxis Axis(string name, string passing, IReadOnlyDictionary<string, double> ranges, IReadOnlyList<IReadOnlyDictionary<string, string>> points)
    {
        var fails = PassingPoint.NumberOf(Failing[name])!.Value;
        var passes = PassingPoint.NumberOf(passing)!.Value;
        decimal end = passes.Unit == fails.Unit ? passes.Number : In(fails.Unit, passes.Si);
        decimal range = Math.Max(Math.Abs(end - fails.Number), In(fails.Unit, ranges.GetValueOrDefault(name, 0)));
        bool whole = points.Select(p => PassingPoint.NumberOf(p.GetValueOrDefault(name, ""))).Append(fails).Append(passes).OfType<Quantity>().All(q => q.Unit == Unit.One && q.Number == Math.Round(q.Number));
        string symbol = fails.Unit == Unit.One ? "" : fails.Unit.Symbol;
        return new BoundaryAxis(name, symbol, fails.Number, end, ToleranceOf(request.Tolerance, fails.Unit, name, range, whole));
    }

    /// <summary>The tolerance in a unit: as asked for, a share of the range for per cent, else the default.</summary>
    public static decimal ToleranceOf(Quantity? asked, Unit unit, string name, decimal range, bool whole) =>
        asked is not { } tolerance ? BoundaryAxis.DefaultTolerance(range, whole)
        : tolerance.Unit == Unit.Percent && unit != Unit.Percent ? range * tolerance.Number / 100
        : tolerance.Unit == unit ? tolerance.Number
        : tolerance.Dimension == unit.Dimension ? In(unit, tolerance.Si)
        : throw new InputException($"--tolerance: found '{tolerance.Text}', expected a {(unit == Unit.One ? "plain number" : $"value in {unit.Symbol}")} for '{name}', or a share of its range such as 1 %");

    private static decimal In(Unit unit, double si) => Math.Round((decimal)(si * unit.Divide / unit.Multiply), 9);

    private Func<IReadOnlyDictionary<string, string>, Scenario> Generator()
    {
        var planned = setup.Planned;
        var suite = request.Suite ?? planned.Suite;
        var entry = suite.Cases.FirstOrDefault(e => e.Name == planned.Entry.Name) ?? throw new InputException($"the suite '{suite.Name}' has no entry '{planned.Entry.Name}'");
        var generator = modules.Get<IScenarioGenerator>(entry.Generator, entry.From);
        var asked = StoredCaseSetup.RequestOf(request.Suite is null ? planned.Suite : suite, entry, entry.From, request.Suite?.Files ?? FileRoots.Nowhere);
        Scenario Make(IReadOnlyDictionary<string, string> parameters) => generator.Generate(asked, planned.Case.Key with { Parameters = parameters }, planned.GeneratorSeed, cancellationToken);

        string hint = request.Suite is null ? "; name the suite of the run with --suite" : "; is it the suite of the run, and the version of sim that ran it?";
        try
        {
            return trials.HashOf(Make(Failing)) == trials.HashOf(setup.Scenario) ? Make : throw new InputException($"the generator '{generator.Name}' makes another scenario of the case's parameters now{hint}");
        }
        catch (Exception e) when (e is not (InputException or OperationCanceledException or OutOfMemoryException) || (e is InputException && request.Suite is null && !e.Message.EndsWith(hint, StringComparison.Ordinal)))
        {
            throw new InputException($"the generator '{generator.Name}' cannot make the case's scenario again from what the run folder keeps ({Running.Reasons.Of(e)}){hint}");
        }
    }
}
