namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>
/// The score of NAVSIM v1 (tag v1.1; specs/pseudo-simulation.md §9) from the same proposals. Use it with log replay and without the human filter.
/// Its time to collision is v2's, which looks at samples whose look-ahead lies within the four seconds; v1 also looked at the last 0.8 s, with a
/// log that reached a second farther. Pure and thread-safe.
/// </summary>
public static class Pdms
{
    private const double LeastMeaningfulProgressM = 5;

    /// <summary>Scores a batch.</summary>
    /// <param name="batch">The proposals' scores; only NC, DAC, TTC and the progress in metres are read.</param>
    /// <param name="comfortable">Whether each passed the six tests on its simulated samples alone.</param>
    /// <param name="scores">Takes one score for each.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Score(ReadOnlySpan<ProposalScore> batch, ReadOnlySpan<bool> comfortable, Span<PdmsScore> scores)
    {
        if (comfortable.Length != batch.Length || scores.Length != batch.Length)
        {
            throw new ArgumentException($"{batch.Length} proposals, {comfortable.Length} comforts and room for {scores.Length} scores.", nameof(scores));
        }

        double best = 0;
        foreach (ref readonly var proposal in batch)
        {
            best = Math.Max(best, proposal.ProgressM * Product(proposal));
        }

        for (int i = 0; i < batch.Length; i++)
        {
            ref readonly var own = ref batch[i];
            double product = Product(own);
            double progress = best > LeastMeaningfulProgressM ? own.ProgressM * product / best : product == 0 ? 0 : 1;
            scores[i] = new PdmsScore(
                own.Scores.NoAtFaultCollisions,
                own.Scores.DrivableAreaCompliance,
                progress,
                own.Scores.TimeToCollision,
                comfortable[i] ? 1 : 0);
        }
    }

    private static double Product(in ProposalScore own) => own.Scores.NoAtFaultCollisions * own.Scores.DrivableAreaCompliance;
}
