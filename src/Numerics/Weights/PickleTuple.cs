namespace Sim.Numerics.Weights;

/// <summary>A tuple on the unpickler's stack: the arguments of a call, or a list once it becomes data.</summary>
internal sealed class PickleTuple(object[] items)
{
    public object[] Items => items;

    /// <summary>How many tuples lie in each other here.</summary>
    public int Depth { get; } = 1 + Deepest(items);

    /// <summary>The list that it became, once.</summary>
    public PickleValue? Value { get; set; }

    private static int Deepest(object[] items)
    {
        int most = 0;
        foreach (object item in items)
        {
            most = item is PickleTuple tuple ? Math.Max(most, tuple.Depth) : most;
        }

        return most;
    }
}
