using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Tokens (or batches, as a convention counts) since each feature fired last.</summary>
public sealed class DeadFeatures
{
    private readonly long[] _since;
    private readonly bool[] _fired;

    /// <summary>All features have just fired.</summary>
    /// <param name="features">Number of features.</param>
    public DeadFeatures(int features) => (_since, _fired) = (new long[features], new bool[features]);

    /// <summary>Counts since each feature fired.</summary>
    public ReadOnlySpan<long> Since => _since;

    /// <summary>Takes a pass into account: the count of every feature grows, and that of those that fired becomes zero.</summary>
    /// <param name="codes">The codes of the pass.</param>
    /// <param name="amount">How much a pass counts: its tokens, or 1.</param>
    /// <param name="selectedCounts">Whether a selected element counts as firing also where its value is zero.</param>
    public void Count(Codes codes, long amount, bool selectedCounts = false)
    {
        ArgumentNullException.ThrowIfNull(codes);
        Array.Clear(_fired);
        codes.MarkFired(_fired, selectedCounts);
        Count(_fired, amount);
    }

    /// <summary>Takes a pass into account whose firing features are known.</summary>
    /// <param name="fired">A flag for each feature.</param>
    /// <param name="amount">How much a pass counts.</param>
    public void Count(ReadOnlySpan<bool> fired, long amount)
    {
        for (int feature = 0; feature < _since.Length; feature++)
        {
            _since[feature] = fired[feature] ? 0 : _since[feature] + amount;
        }
    }

    /// <summary>How many features have not fired for so long.</summary>
    /// <param name="least">The smallest count that is dead.</param>
    public int CountDead(long least)
    {
        int dead = 0;
        foreach (long since in _since)
        {
            dead += since >= least ? 1 : 0;
        }

        return dead;
    }

    /// <summary>Zero for dead features and minus infinity for others: what a selection among dead features adds.</summary>
    /// <param name="least">The smallest count that is dead.</param>
    /// <param name="among">Receives F numbers.</param>
    public Tensor Among(long least, Tensor among)
    {
        ArgumentNullException.ThrowIfNull(among);
        for (int feature = 0; feature < _since.Length; feature++)
        {
            among.Values[feature] = _since[feature] >= least ? 0 : float.NegativeInfinity;
        }

        return among;
    }

    /// <summary>Goes on from counts that were saved.</summary>
    /// <param name="since">As many as there are features.</param>
    public void Restore(ReadOnlySpan<long> since) => since.CopyTo(_since);
}
