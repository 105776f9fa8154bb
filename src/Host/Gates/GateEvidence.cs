using Sim.Host.Planning;
using Sim.Reports.Requirements;

namespace Sim.Host.Gates;

/// <summary>What the gates of a suite say about each of its cases, for the trace of requirements. Pure.</summary>
internal static class GateEvidence
{
    /// <summary>Adds what a suite's gates say.</summary>
    /// <param name="evidence">By case id.</param>
    /// <param name="gates">The suite's gates.</param>
    /// <param name="outcomes">Their evaluations, in the same order.</param>
    /// <param name="results">The suite's results.</param>
    public static void Add(IDictionary<string, CaseEvidence> evidence, IReadOnlyList<Expectation> gates, IReadOnlyList<GateEvaluation> outcomes, IReadOnlyList<CaseResult> results)
    {
        foreach (var result in results)
        {
            var facts = CaseFacts.Of(result);
            var worst = CaseEvidence.Unchecked;
            for (int i = 0; i < gates.Count; i++)
            {
                if (facts.Match(gates[i].Where))
                {
                    var said = Of(gates[i], outcomes[i], result);
                    worst = said > worst ? said : worst;
                }
            }

            evidence[result.Case.Id] = worst;
        }
    }

    private static CaseEvidence Of(Expectation gate, GateEvaluation evaluation, CaseResult result)
    {
        var own = CaseReading.Of(gate, result).Answer;
        if (gate.Quantifier is Quantifier.All or Quantifier.None)
        {
            // Whether it violates is in the case's verdict; a metric that does not apply checks nothing.
            return own == GateAnswer.Excluded ? CaseEvidence.Unchecked : CaseEvidence.Checked;
        }

        return evaluation.Result.Outcome switch
        {
            GateOutcome.Failed => CaseEvidence.GateFailed,
            GateOutcome.Passed when evaluation.Decides => own == GateAnswer.Excluded ? CaseEvidence.Unchecked : CaseEvidence.Checked,
            _ => CaseEvidence.GateOpen,
        };
    }
}
