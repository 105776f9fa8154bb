using Sim.Host.Planning;

namespace Sim.Host.Gates;

/// <summary>What the gates of a suite make of one case alone, before waivers. Pure.</summary>
/// <param name="Verdict">Passed, failed, error or refused.</param>
/// <param name="Violates">Texts of the all and none gates that it violates.</param>
internal sealed record CaseJudge(CaseVerdict Verdict, IReadOnlyList<string> Violates)
{
    /// <summary>Texts of the gates whose condition the metric's second reading would decide otherwise.</summary>
    public IReadOnlyList<string> Otherwise { get; init; } = [];

    /// <summary>Judges a case.</summary>
    /// <exception cref="InputException">The unit of a bound is not the metric's.</exception>
    public static CaseJudge Of(IReadOnlyList<Expectation> gates, CaseResult result)
    {
        switch (result.Status)
        {
            case CaseStatus.Refused:
                return new(CaseVerdict.Refused, []);
            case CaseStatus.NotRun:
                return new(CaseVerdict.NotRun, []);
            case CaseStatus.Error or CaseStatus.TimedOut:
                return new(CaseVerdict.Error, []);
        }

        var facts = CaseFacts.Of(result);
        var violates = new List<string>();
        var otherwise = new List<string>();
        bool error = false;
        foreach (var gate in gates)
        {
            if (facts.Match(gate.Where))
            {
                var reading = CaseReading.Of(gate, result);
                var answer = reading.Answer;
                if (reading.Otherwise)
                {
                    otherwise.Add(gate.Text);
                }

                error |= answer == GateAnswer.Error;
                if (GateEvaluator.IsViolation(gate.Quantifier, answer))
                {
                    violates.Add(gate.Text);
                }
            }
        }

        var verdict = error ? CaseVerdict.Error
            : violates.Count > 0 || result.Status == CaseStatus.DriverFailed ? CaseVerdict.Failed
            : CaseVerdict.Passed;
        return new(verdict, violates) { Otherwise = otherwise };
    }
}
