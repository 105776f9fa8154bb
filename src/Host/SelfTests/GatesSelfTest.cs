using Sim.Host.Gates;
using Sim.Plugins.Sdk;

namespace Sim.Host.SelfTests;

/// <summary>The table of docs/gates.md, cell by cell: one case, one state, one quantifier; and quantiles and failure rates at their bounds.</summary>
internal sealed class GatesSelfTest : ISelfTest
{
    private const string Table = "docs/gates.md";
    private static readonly CaseKey Key = new() { Source = "x" };

    /// <summary>What can be said of one case; the rows of the table.</summary>
    private static readonly string[] States =
        ["good", "bad", "no conflict", "too late", "not applicable", "failed", "refused", "driver failed", "error", "timed out", "metric absent", "no case"];

    /// <summary>P passed, F failed, E error, - empty; in the order of the states, the same for every quantifier.</summary>
    private const string Outcomes = "PFPF-E-FEEE-";

    /// <inheritdoc/>
    public string Name => "gates";

    /// <inheritdoc/>
    public string Description => "Every state under every quantifier, quantiles, failure rates, missing cases: what passes, fails, is an error or empty.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken) =>
    [
        .. ((Quantifier[])[Quantifier.All, Quantifier.None, Quantifier.Any, Quantifier.Quantile, Quantifier.FailureRate]).Select(Row),
        .. Quantiles(),
        .. Rates(),
        SelfCheck.OfText("too few applicable cases", "-", Letter(Gate(Quantifier.All) with { MinCases = 2 }, [Case("good")]), Table),
        SelfCheck.OfText("missing cases leave a gate open", "False", Decides().ToString(), Table),
    ];

    private static SelfCheck Row(Quantifier quantifier)
    {
        string found = string.Concat(States.Select(s => Letter(Gate(quantifier), s == "no case" ? [] : [Case(s)])));
        return SelfCheck.OfText($"{quantifier}: {string.Join(", ", States)}", Outcomes, found, Table, States.Length);
    }

    private static IEnumerable<SelfCheck> Quantiles()
    {
        // Twenty cases with the values 1 to 20: by nearest rank a quantile passes at its own value and fails just above it.
        CaseResult[] cases = [.. Enumerable.Range(1, 20).Select(i => Case("good", i, i))];
        foreach (var (quantile, value) in ((double, double)[])[(0, 1), (0.05, 1), (0.051, 2), (0.5, 10), (1, 20)])
        {
            string At(double bound) => Letter(Gate(Quantifier.Quantile) with { Quantile = quantile, Condition = new("min_ttc", Comparison.AtLeast, bound, "s") }, cases);
            yield return SelfCheck.OfText(FormattableString.Invariant($"quantile {quantile} of 20 values at its bound"), "PF", At(value) + At(value + 1e-9), "nearest rank, by hand", 2);
        }
    }

    private static IEnumerable<SelfCheck> Rates()
    {
        // 0.99^299 < 0.05 < 0.99^298; with one failure it takes 473.
        foreach (var (cases, failures, expected) in ((int, int, string)[])[(299, 0, "P"), (298, 0, "F"), (473, 1, "P"), (472, 1, "F")])
        {
            CaseResult[] results = [.. Enumerable.Range(0, cases).Select(i => Case(i < failures ? "bad" : "good", i))];
            yield return SelfCheck.OfText(
                $"failure rate below 1 % at 95 % after {failures} of {cases}", expected, Letter(Gate(Quantifier.FailureRate) with { Rate = new(0.01, 0.95) }, results), "Clopper and Pearson 1934, exact binomial tail");
        }
    }

    private static bool Decides() => GateEvaluator.Evaluate(Gate(Quantifier.All), [Case("good")], GateContext.Complete with { MissingCases = 3 }).Decides;

    private static string Letter(Expectation gate, IReadOnlyList<CaseResult> cases) => GateEvaluator.Evaluate(gate, cases, GateContext.Complete).Result.Outcome switch
    {
        GateOutcome.Passed => "P",
        GateOutcome.Failed => "F",
        GateOutcome.Error => "E",
        GateOutcome.Empty => "-",
        var other => other.ToString(),
    };

    private static Expectation Gate(Quantifier quantifier)
    {
        // The condition of none and of a failure rate is a bad thing, that of the others a good one.
        bool bad = quantifier is Quantifier.None or Quantifier.FailureRate;
        return new Expectation
        {
            Text = "gate",
            Quantifier = quantifier,
            Quantile = 0.5,
            Rate = quantifier == Quantifier.FailureRate ? new(0.99, 0.95) : null,
            Condition = new("min_ttc", bad ? Comparison.Below : Comparison.AtLeast, 1.5, "s"),
        };
    }

    private static CaseResult Case(string state, int number = 0, double good = 2)
    {
        Measured<double>? value = state switch
        {
            "good" => Measured.Of(good),
            "bad" => Measured.Of(1.0),
            "no conflict" => Measured.NoConflict<double>("r"),
            "too late" => Measured.TooLate<double>("r"),
            "not applicable" => Measured.NotApplicable<double>("r"),
            "failed" => Measured.Failed<double>("r"),
            _ => null,
        };
        return new CaseResult
        {
            Case = Sim.Case.Create("e", Key, number),
            Status = state switch
            {
                "refused" => CaseStatus.Refused,
                "driver failed" => CaseStatus.DriverFailed,
                "error" => CaseStatus.Error,
                "timed out" => CaseStatus.TimedOut,
                _ => CaseStatus.Assessed,
            },
            Assessments = value is null
                ? []
                : [new Assessment { Assessor = "a", Version = "1", Metrics = [new Metric { Name = "min_ttc", Unit = "s", Worse = WorseDirection.Lower, Version = 1, Value = value }] }],
        };
    }
}
