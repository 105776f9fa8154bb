namespace Sim.Numerics.Tensors;

/// <summary>Does rows by as many threads as pays, in the width of this processor.</summary>
internal static class RowLoop
{
    private const int Work = 1 << 15;

    /// <summary>Calls a body for each row.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="work">About how many elements one row touches.</param>
    /// <param name="body">The work; it must write to its own row only.</param>
    public static void For<TRows>(int rows, long work, TRows body)
        where TRows : struct, ILaneRows
    {
        int grain = (int)Math.Clamp(Work / Math.Max(1, work), 1, Math.Max(1, rows));
        switch (Lanes.Best)
        {
            case Lanes.Width.Vector512:
                Workers.For(rows, grain, new Body<TRows, Lanes512>(body));
                break;
            case Lanes.Width.Vector256:
                Workers.For(rows, grain, new Body<TRows, Lanes256>(body));
                break;
            default:
                Workers.For(rows, grain, new Body<TRows, LanesScalar>(body));
                break;
        }
    }

    /// <summary>The number of rows of a length that elements make.</summary>
    public static int Rows(int count, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (columns == 0 ? count != 0 : count % columns != 0)
        {
            throw new ArgumentException($"{count} elements are not rows of {columns}");
        }

        return columns == 0 ? 0 : count / columns;
    }

    /// <summary>Refuses spans of other lengths.</summary>
    public static void Require(string name, int expected, int found)
    {
        if (expected != found)
        {
            throw new ArgumentException($"{name} has {found} elements instead of {expected}", name);
        }
    }

    private readonly struct Body<TRows, T>(TRows body) : IBlockBody
        where TRows : struct, ILaneRows
        where T : struct, ILanes<T>
    {
        public void Run(int first, int end)
        {
            for (int row = first; row < end; row++)
            {
                body.Run<T>(row);
            }
        }
    }
}
