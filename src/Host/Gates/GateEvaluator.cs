using System.Globalization;
using Sim.Host.Planning;

namespace Sim.Host.Gates;

/// <summary>Evaluates one gate over the cases of its suite. The table is written down in docs/gates.md. Pure.</summary>
internal static class GateEvaluator
{
    /// <summary>Evaluates.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="cases">Results of the gate's suite.</param>
    /// <param name="context">Waivers and missing cases.</param>
    /// <exception cref="InputException">The unit of the bound is not the metric's.</exception>
    public static GateEvaluation Evaluate(Expectation gate, IReadOnlyList<CaseResult> cases, GateContext context)
    {
        var selected = cases.Where(c => CaseFacts.Of(c).Match(gate.Where)).ToList();
        var readings = selected.Select(c => CaseReading.Of(gate, c)).ToList();
        var tally = new Tally(gate, readings, context.Known);
        var worse = selected.Select(c => CaseReading.Find(c, gate.Condition.Metric)).FirstOrDefault(m => m is not null)?.Worse ?? WorseDirection.Lower;
        var (outcome, offenders) = Decide(gate, tally, worse);
        bool final = IsFinal(gate, outcome);
        bool open = context.MissingCases > 0 && !final;
        if (open && outcome is GateOutcome.Passed && gate.Quantifier is Quantifier.Quantile or Quantifier.FailureRate)
        {
            outcome = GateOutcome.Error;
        }

        bool narrowed = context.Filtered && outcome == GateOutcome.Empty && (selected.Count == 0 || tally.Applicable > 0);
        var result = new GateResult
        {
            Text = gate.Text,
            Outcome = outcome,
            Message = Message(gate, tally, outcome, selected.Count, open ? context.MissingCases : 0, narrowed),
            Selected = selected.Count,
            Applicable = tally.Applicable,
            Cases = [.. offenders.Order(StringComparer.Ordinal)],
            Otherwise = [.. tally.Otherwise.Order(StringComparer.Ordinal)],
        };
        return new GateEvaluation(result, !open && !narrowed);
    }

    /// <summary>True when the case alone violates the gate, whatever other cases do.</summary>
    public static bool IsViolation(Quantifier quantifier, GateAnswer answer) => (quantifier, answer) switch
    {
        (Quantifier.All, GateAnswer.Fails) => true,
        (Quantifier.None, GateAnswer.Holds) => true,
        (Quantifier.All or Quantifier.None, GateAnswer.DriverFailed) => true,
        _ => false,
    };

    private static (GateOutcome Outcome, IEnumerable<string> Cases) Decide(Expectation gate, Tally tally, WorseDirection worse)
    {
        if (gate.Quantifier == Quantifier.Any && tally.Holding > 0 && tally.Applicable >= gate.MinCases)
        {
            return (GateOutcome.Passed, []);
        }

        if (tally.Errors.Count > 0)
        {
            return (GateOutcome.Error, tally.Errors);
        }

        if (tally.Violators.Count > 0)
        {
            return (GateOutcome.Failed, tally.Violators);
        }

        if (tally.Applicable < Math.Max(1, gate.MinCases))
        {
            return (GateOutcome.Empty, []);
        }

        return gate.Quantifier switch
        {
            Quantifier.Any => (GateOutcome.Failed, []),
            Quantifier.Quantile => AtQuantile(gate, tally, worse),
            Quantifier.FailureRate => FailureRate.Meets(gate.Rate!, tally.Failures.Count, tally.Applicable) ? (GateOutcome.Passed, []) : (GateOutcome.Failed, tally.Failures),
            _ => (GateOutcome.Passed, []),
        };
    }

    private static (GateOutcome Outcome, IEnumerable<string> Cases) AtQuantile(Expectation gate, Tally tally, WorseDirection worse)
    {
        double RankOf(CaseReading r) => r.Answer == GateAnswer.DriverFailed ? MetricRank.Worst(worse) : r.Rank;
        var ranked = tally.Ranked.OrderBy(RankOf).ThenBy(r => r.CaseId, StringComparer.Ordinal).ToList();
        // Nearest rank; the small allowance keeps 0.07 × 100 from becoming the eighth case.
        int index = Math.Clamp((int)Math.Ceiling(gate.Quantile * ranked.Count - 1e-9) - 1, 0, ranked.Count - 1);
        var at = ranked[index];
        tally.AtQuantile = RankOf(at);
        return MetricRank.Meets(tally.AtQuantile.Value, gate.Condition, worse) ? (GateOutcome.Passed, []) : (GateOutcome.Failed, [at.CaseId]);
    }

    // What no further result can change.
    private static bool IsFinal(Expectation gate, GateOutcome outcome) => (gate.Quantifier, outcome) switch
    {
        (_, GateOutcome.Error) => true,
        (Quantifier.All or Quantifier.None, GateOutcome.Failed) => true,
        (Quantifier.Any, GateOutcome.Passed) => true,
        _ => false,
    };

    private static string Message(Expectation gate, Tally tally, GateOutcome outcome, int selected, int missing, bool narrowed)
    {
        var parts = new List<string>
        {
            selected == 0
                ? "selects no case"
                : string.Create(CultureInfo.InvariantCulture, $"{tally.Applicable} of {selected} applicable"),
        };
        void Add(int count, string what)
        {
            if (count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {what}"));
            }
        }

        Add(tally.Violators.Count, "violate");
        Add(tally.KnownViolators, "violate and are known");
        Add(tally.DriverFailures, "by a failed driver");
        Add(tally.Refused, "excluded");
        Add(tally.Errors.Count, "could not be evaluated");
        if (tally.AtQuantile is { } at)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"quantile {gate.Quantile} is {Number(at, gate.Condition.Unit)}"));
        }

        if (gate.Quantifier == Quantifier.FailureRate && tally.Applicable > 0)
        {
            parts.Add(FailureRate.Describe(gate.Rate!, tally.Failures.Count, tally.Applicable));
        }

        if (outcome == GateOutcome.Empty && tally.Applicable > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"at least {gate.MinCases} are needed"));
        }
        else if (outcome == GateOutcome.Empty && selected > 0)
        {
            parts.Add("the metric applies nowhere");
        }
        else if (outcome == GateOutcome.Failed && gate.Quantifier == Quantifier.Any)
        {
            parts.Add("none holds");
        }

        Add(tally.Otherwise.Count, $"decided otherwise by the second reading ({string.Join(", ", tally.Otherwise.Take(3))}{(tally.Otherwise.Count > 3 ? ", …" : "")})");
        Add(missing, "planned cases have no result, so it is open");
        if (narrowed)
        {
            parts.Add("not counted: the run is filtered");
        }

        return string.Join(", ", parts) + (tally.FirstError.Length > 0 ? $" ({tally.FirstError})" : "");
    }

    private static string Number(double value, string unit) => double.IsPositiveInfinity(value) ? "above every value"
        : double.IsNegativeInfinity(value) ? "below every value"
        : $"{value.ToString("G6", CultureInfo.InvariantCulture)} {unit}".TrimEnd();

    private sealed class Tally
    {
        public Tally(Expectation gate, IReadOnlyList<CaseReading> readings, IReadOnlySet<string> known)
        {
            foreach (var reading in readings)
            {
                if (reading.Otherwise)
                {
                    Otherwise.Add(reading.CaseId);
                }

                switch (reading.Answer)
                {
                    case GateAnswer.Excluded:
                        Refused++;
                        continue;
                    case GateAnswer.Error:
                        FirstError = Errors.Count == 0 ? $"{reading.CaseId}: {reading.Note}" : FirstError;
                        Errors.Add(reading.CaseId);
                        continue;
                    case GateAnswer.DriverFailed:
                        DriverFailures++;
                        break;
                    case GateAnswer.Holds:
                        Holding++;
                        break;
                }

                Applicable++;
                Ranked.Add(reading);
                if (reading.Answer is GateAnswer.Holds or GateAnswer.DriverFailed)
                {
                    Failures.Add(reading.CaseId);
                }

                if (IsViolation(gate.Quantifier, reading.Answer))
                {
                    if (known.Contains(reading.CaseId))
                    {
                        KnownViolators++;
                    }
                    else
                    {
                        Violators.Add(reading.CaseId);
                    }
                }
            }
        }

        public int Applicable { get; }

        public int Holding { get; }

        public int Refused { get; }

        public int DriverFailures { get; }

        public int KnownViolators { get; }

        public List<string> Otherwise { get; } = [];

        public List<string> Violators { get; } = [];

        public List<string> Failures { get; } = [];

        public List<string> Errors { get; } = [];

        public List<CaseReading> Ranked { get; } = [];

        public string FirstError { get; } = "";

        public double? AtQuantile { get; set; }
    }
}
