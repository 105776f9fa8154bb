namespace Sim.Reports.Reducing;

/// <summary>Finds by bisection where a case begins to pass (criticality-and-reports §11), and looks on both sides whether that is the only such place. Pure.</summary>
internal static class BoundarySearch
{
    private const int Probes = 4;

    /// <summary>Searches.</summary>
    /// <param name="last">The last position, at least 1. Position 0 fails and the last one passes; neither is asked.</param>
    /// <param name="probe">What a position is.</param>
    /// <param name="ahead">Told which positions are asked next.</param>
    public static BoundaryFound Find(int last, Func<int, ProbeOutcome> probe, Action<IReadOnlyList<int>> ahead)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(last, 1);
        int fails = 0, passes = last;
        while (passes - fails > 1)
        {
            int middle = fails + (passes - fails) / 2;
            switch (probe(middle))
            {
                case ProbeOutcome.Fails:
                    fails = middle;
                    break;
                case ProbeOutcome.Passes:
                    passes = middle;
                    break;
                default:
                    return new(fails, passes, middle, []);
            }
        }

        // Quarters of both sides; what bisection asked itself agrees with it already.
        var checks = Enumerable.Range(1, Probes - 1).Select(i => (int)((long)fails * i / Probes))
            .Concat(Enumerable.Range(1, Probes - 1).Select(i => passes + (int)((long)(last - passes) * i / Probes)))
            .Where(p => p > 0 && p < last && p != fails && p != passes).Distinct().Order().ToList();
        var otherwise = new List<int>();
        for (int i = 0; i < checks.Count; i++)
        {
            ahead([.. checks.Skip(i)]);
            if (probe(checks[i]) != (checks[i] < passes ? ProbeOutcome.Fails : ProbeOutcome.Passes))
            {
                otherwise.Add(checks[i]);
            }
        }

        return new(fails, passes, null, otherwise);
    }
}
