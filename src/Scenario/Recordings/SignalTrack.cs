using Sim.Maps;

namespace Sim;

/// <summary>What one traffic light showed, as changes.</summary>
/// <param name="SignalId">Its id in the map.</param>
/// <param name="Changes">Changes in order of step; the first at step 0.</param>
public sealed record SignalTrack(string SignalId, IReadOnlyList<SignalChange> Changes)
{
    /// <summary>What it shows at a step; unknown before the first change.</summary>
    public SignalState At(int step)
    {
        var state = SignalState.Unknown;
        for (int i = 0; i < Changes.Count && Changes[i].Step <= step; i++)
        {
            state = Changes[i].State;
        }

        return state;
    }

    /// <summary>The part within [first, first + count), re-based to 0.</summary>
    public SignalTrack Slice(int first, int count)
    {
        var changes = new List<SignalChange> { new(0, At(first)) };
        changes.AddRange(Changes.Where(c => c.Step > first && c.Step < first + count).Select(c => c with { Step = c.Step - first }));
        return this with { Changes = changes };
    }
}
