namespace Sim.Host.Gates;

/// <summary>Holds the unit of a gate's bound and the unit of its metric together.</summary>
internal static class UnitCheck
{
    /// <summary>Checks one gate against one metric.</summary>
    /// <exception cref="InputException">The units differ: says both.</exception>
    public static void Require(Expectation gate, Metric metric)
    {
        var condition = gate.Condition;
        if (condition.Comparison == Comparison.IsTrue)
        {
            return;
        }

        string written = Normal(condition.Unit);
        string measured = Normal(metric.Unit);
        bool bareZero = written.Length == 0 && condition.Bound == 0;
        if (written != measured && !bareZero)
        {
            throw new InputException(
                $"expectation '{gate.Text}': the bound has {Name(written)}, the metric '{metric.Name}' has {Name(measured)}; write the bound with a unit of that kind",
                null, gate.Line);
        }
    }

    /// <summary>Checks every gate of a suite against the metrics of one result.</summary>
    /// <exception cref="InputException">Units differ.</exception>
    public static void Require(IReadOnlyList<Expectation> gates, CaseResult result)
    {
        foreach (var gate in gates)
        {
            if (CaseReading.Find(result, gate.Condition.Metric) is { } metric)
            {
                Require(gate, metric);
            }
        }
    }

    private static string Normal(string unit) => unit.Replace("²", "2", StringComparison.Ordinal).Replace("^", "", StringComparison.Ordinal).Replace("³", "3", StringComparison.Ordinal);

    private static string Name(string unit) => unit.Length == 0 ? "no unit" : $"the unit {unit}";
}
