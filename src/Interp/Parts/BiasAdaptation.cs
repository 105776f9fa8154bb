namespace Sim.Interp;

/// <summary>How biases follow target frequencies without gradients (Group Bias Adaptation, arXiv 2506.14002; interp §1.11).</summary>
/// <param name="Targets">Target share of tokens of each group of features.</param>
public sealed record BiasAdaptation(IReadOnlyList<double> Targets)
{
    /// <summary>Step by which a bias rises, as a share of the group's mean peak (γ₊).</summary>
    public double Rise { get; init; } = 0.01;

    /// <summary>Step by which a bias falls, as a share of the feature's peak (γ₋).</summary>
    public double Fall { get; init; } = 0.01;

    /// <summary>A feature below this frequency counts as silent (ε).</summary>
    public double Silent { get; init; } = 1e-6;

    /// <summary>Targets that fall from one share to another by the same factor from group to group.</summary>
    /// <param name="highest">Of the first group, as 0.5.</param>
    /// <param name="lowest">Of the last, as 0.001.</param>
    /// <param name="groups">How many; 10 and more in the paper.</param>
    public static BiasAdaptation Geometric(double highest, double lowest, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        return new BiasAdaptation([.. Enumerable.Range(0, groups).Select(group => highest * Math.Pow(lowest / highest, groups == 1 ? 0 : (double)group / (groups - 1)))]);
    }

    /// <summary>
    /// Changes biases: a feature more frequent than its group's target falls, <c>b ← max(b − γ₋ r, −1)</c>; a silent one rises, <c>b ← min(b + γ₊ T, 0)</c>, with T the mean of the positive peaks of its group.
    /// </summary>
    /// <param name="biases">Changed.</param>
    /// <param name="groups">Group of each feature.</param>
    /// <param name="frequencies">Share of tokens with a positive pre-activation.</param>
    /// <param name="peaks">Largest pre-activation, or 0 where none is positive.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Update(Span<float> biases, ReadOnlySpan<int> groups, ReadOnlySpan<double> frequencies, ReadOnlySpan<float> peaks)
    {
        if (groups.Length != biases.Length || frequencies.Length != biases.Length || peaks.Length != biases.Length)
        {
            throw new ArgumentException($"{biases.Length} biases need as many groups, frequencies and peaks, not {groups.Length}, {frequencies.Length} and {peaks.Length}", nameof(biases));
        }

        double[] sums = new double[Targets.Count];
        int[] counts = new int[Targets.Count];
        for (int i = 0; i < groups.Length; i++)
        {
            sums[groups[i]] += peaks[i] > 0 ? peaks[i] : 0;
            counts[groups[i]] += peaks[i] > 0 ? 1 : 0;
        }

        for (int i = 0; i < biases.Length; i++)
        {
            int group = groups[i];
            if (frequencies[i] > Targets[group])
            {
                biases[i] = MathF.Max(biases[i] - (float)(Fall * peaks[i]), -1);
            }
            else if (frequencies[i] < Silent && counts[group] > 0)
            {
                biases[i] = MathF.Min(biases[i] + (float)(Rise * sums[group] / counts[group]), 0);
            }
        }
    }
}
