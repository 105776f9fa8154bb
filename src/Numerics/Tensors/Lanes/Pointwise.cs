namespace Sim.Numerics.Tensors;

/// <summary>Applies functions to every element of spans, by as many threads as pays.</summary>
internal static unsafe class Pointwise
{
    private const int Grain = 1 << 15;

    public static void Map<TMap>(ReadOnlySpan<float> x, Span<float> result, TMap map)
        where TMap : struct, ILaneMap
    {
        Same(x.Length, result.Length);
        fixed (float* px = x, to = result)
        {
            switch (Lanes.Best)
            {
                case Lanes.Width.Vector512:
                    Workers.For(x.Length, Grain, new Body<TMap, Lanes512>((nint)px, (nint)to, map));
                    break;
                case Lanes.Width.Vector256:
                    Workers.For(x.Length, Grain, new Body<TMap, Lanes256>((nint)px, (nint)to, map));
                    break;
                default:
                    Workers.For(x.Length, Grain, new Body<TMap, LanesScalar>((nint)px, (nint)to, map));
                    break;
            }
        }
    }

    public static void Map2<TMap>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result, TMap map)
        where TMap : struct, ILaneMap2
    {
        Same(x.Length, y.Length);
        Same(x.Length, result.Length);
        fixed (float* px = x, py = y, to = result)
        {
            switch (Lanes.Best)
            {
                case Lanes.Width.Vector512:
                    Workers.For(x.Length, Grain, new Body2<TMap, Lanes512>((nint)px, (nint)py, (nint)to, map));
                    break;
                case Lanes.Width.Vector256:
                    Workers.For(x.Length, Grain, new Body2<TMap, Lanes256>((nint)px, (nint)py, (nint)to, map));
                    break;
                default:
                    Workers.For(x.Length, Grain, new Body2<TMap, LanesScalar>((nint)px, (nint)py, (nint)to, map));
                    break;
            }
        }
    }

    /// <summary>The second operand is one row that every row of the first meets.</summary>
    public static void MapRows<TMap>(ReadOnlySpan<float> x, ReadOnlySpan<float> row, Span<float> result, TMap map)
        where TMap : struct, ILaneMap2
    {
        Same(x.Length, result.Length);
        int columns = row.Length;
        if (columns == 0 ? x.Length > 0 : x.Length % columns != 0)
        {
            throw new ArgumentException($"{x.Length} elements are not rows of {columns}");
        }

        if (x.Length == 0)
        {
            return;
        }

        int rows = x.Length / columns, grain = Math.Max(1, Grain / columns);
        fixed (float* px = x, py = row, to = result)
        {
            switch (Lanes.Best)
            {
                case Lanes.Width.Vector512:
                    Workers.For(rows, grain, new RowsBody<TMap, Lanes512>((nint)px, (nint)py, (nint)to, columns, map));
                    break;
                case Lanes.Width.Vector256:
                    Workers.For(rows, grain, new RowsBody<TMap, Lanes256>((nint)px, (nint)py, (nint)to, columns, map));
                    break;
                default:
                    Workers.For(rows, grain, new RowsBody<TMap, LanesScalar>((nint)px, (nint)py, (nint)to, columns, map));
                    break;
            }
        }
    }

    private static void Same(int x, int y)
    {
        if (x != y)
        {
            throw new ArgumentException($"{x} elements do not match {y}");
        }
    }

    public static void Loop<TMap, T>(float* x, float* to, int count, TMap map)
        where TMap : struct, ILaneMap
        where T : struct, ILanes<T>
    {
        int i = 0;
        for (; i <= count - Lanes.Count; i += Lanes.Count)
        {
            map.Of(T.Load(x + i)).Store(to + i);
        }

        if (i < count)
        {
            Lanes.StoreRest(map.Of(Lanes.LoadRest<T>(x + i, count - i, 0f)), to + i, count - i);
        }
    }

    public static void Loop2<TMap, T>(float* x, float* y, float* to, int count, TMap map)
        where TMap : struct, ILaneMap2
        where T : struct, ILanes<T>
    {
        int i = 0;
        for (; i <= count - Lanes.Count; i += Lanes.Count)
        {
            map.Of(T.Load(x + i), T.Load(y + i)).Store(to + i);
        }

        if (i < count)
        {
            Lanes.StoreRest(map.Of(Lanes.LoadRest<T>(x + i, count - i, 0f), Lanes.LoadRest<T>(y + i, count - i, 0f)), to + i, count - i);
        }
    }

    private readonly struct Body<TMap, T>(nint x, nint to, TMap map) : IBlockBody
        where TMap : struct, ILaneMap
        where T : struct, ILanes<T>
    {
        public void Run(int first, int end) => Loop<TMap, T>((float*)x + first, (float*)to + first, end - first, map);
    }

    private readonly struct Body2<TMap, T>(nint x, nint y, nint to, TMap map) : IBlockBody
        where TMap : struct, ILaneMap2
        where T : struct, ILanes<T>
    {
        public void Run(int first, int end) => Loop2<TMap, T>((float*)x + first, (float*)y + first, (float*)to + first, end - first, map);
    }

    private readonly struct RowsBody<TMap, T>(nint x, nint row, nint to, int columns, TMap map) : IBlockBody
        where TMap : struct, ILaneMap2
        where T : struct, ILanes<T>
    {
        public void Run(int first, int end)
        {
            for (int i = first; i < end; i++)
            {
                long start = (long)i * columns;
                Loop2<TMap, T>((float*)x + start, (float*)row, (float*)to + start, columns, map);
            }
        }
    }
}
