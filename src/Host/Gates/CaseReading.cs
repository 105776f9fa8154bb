namespace Sim.Host.Gates;

/// <summary>What one gate reads from one case.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Answer">What the condition says.</param>
/// <param name="Rank">Where the metric stands, when it has a rank.</param>
/// <param name="Note">Why it could not be evaluated; empty otherwise.</param>
internal readonly record struct CaseReading(string CaseId, GateAnswer Answer, double Rank, string Note)
{
    /// <summary>True when the metric has a second reading that answers the condition otherwise.</summary>
    public bool Otherwise { get; init; }

    /// <summary>Reads one case.</summary>
    /// <exception cref="InputException">The unit of the bound is not the metric's.</exception>
    public static CaseReading Of(Expectation gate, CaseResult result)
    {
        string id = result.Case.Id;
        switch (result.Status)
        {
            case CaseStatus.DriverFailed:
                return new(id, GateAnswer.DriverFailed, 0, result.Reason);
            case CaseStatus.Refused:
                return new(id, GateAnswer.Excluded, 0, result.Reason);
            case CaseStatus.Error or CaseStatus.TimedOut or CaseStatus.NotRun:
                return new(id, GateAnswer.Error, 0, result.Reason);
        }

        if (gate.Condition.Pattern is { } pattern)
        {
            return new(id, HoldsFor(Licences.Split(result.Licence), gate, pattern) ? GateAnswer.Holds : GateAnswer.Fails, 0, "");
        }

        if (Find(result, gate.Condition.Metric) is not { } metric)
        {
            return new(id, GateAnswer.Error, 0, $"no assessor gave '{gate.Condition.Metric}'");
        }

        UnitCheck.Require(gate, metric);
        var reading = Read(id, gate.Condition, metric);
        return metric.SecondReading is { } second
            ? reading with { Otherwise = Read(id, gate.Condition, metric with { Value = second }).Answer != reading.Answer }
            : reading;
    }

    // The quantifier reaches down to the licences of a case: all of them, or any.
    private static bool HoldsFor(IReadOnlyList<string> licences, Expectation gate, string pattern)
    {
        string[] alternatives = pattern.Split('|', StringSplitOptions.TrimEntries);
        bool Holds(string licence) => alternatives.Any(a => Wildcard.Matches(a, licence)) == (gate.Condition.Comparison == Comparison.Equal);
        return gate.Quantifier == Quantifier.All ? licences.All(Holds) : licences.Any(Holds);
    }

    private static CaseReading Read(string id, Condition condition, Metric metric) => metric.Value.State switch
    {
        MeasuredState.NotApplicable => new(id, GateAnswer.Excluded, 0, metric.Value.Reason),
        MeasuredState.Failed => new(id, GateAnswer.Error, 0, $"{metric.Name}: {metric.Value.Reason}"),
        _ => Ranked(id, condition, metric),
    };

    /// <summary>The metric with a name, or null.</summary>
    public static Metric? Find(CaseResult result, string name)
    {
        foreach (var assessment in result.Assessments)
        {
            foreach (var metric in assessment.Metrics)
            {
                if (metric.Name == name)
                {
                    return metric;
                }
            }
        }

        return null;
    }

    private static CaseReading Ranked(string id, Condition condition, Metric metric)
    {
        double rank = MetricRank.Of(metric);
        return new(id, MetricRank.Meets(rank, condition, metric.Worse) ? GateAnswer.Holds : GateAnswer.Fails, rank, "");
    }
}
