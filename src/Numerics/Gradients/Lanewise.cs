using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Writes or adds a function of three operands, of which the third may be broadcast.</summary>
internal static unsafe class Lanewise
{
    private const int Grain = 1 << 14;

    /// <summary>target = or += map(x, y, z), where z meets x as the broadcast says.</summary>
    public static void Put<TMap>(Tensor x, Tensor y, Tensor z, Broadcast how, Tensor target, bool isNew, TMap map)
        where TMap : struct, ILaneMap3
    {
        // Without a row or column to respect, everything is one row.
        bool rows = how is Broadcast.Row or Broadcast.Column;
        (int count, int grain) = rows ? (x.Rows, Math.Max(1, Grain / Math.Max(1, x.Columns))) : (x.Count, Grain);
        fixed (float* px = x.Values, py = y.Values, pz = z.Values, to = target.Values)
        {
            var place = new Operands((nint)px, (nint)py, (nint)pz, (nint)to, how, rows ? x.Columns : 1, isNew);
            switch (Lanes.Best)
            {
                case Lanes.Width.Vector512:
                    Workers.For(count, grain, new Body<TMap, Lanes512>(place, map));
                    break;
                case Lanes.Width.Vector256:
                    Workers.For(count, grain, new Body<TMap, Lanes256>(place, map));
                    break;
                default:
                    Workers.For(count, grain, new Body<TMap, LanesScalar>(place, map));
                    break;
            }
        }
    }

    /// <summary>target = or += factor · source.</summary>
    public static void PutScaled(Tensor source, Broadcast how, Tensor target, bool isNew, float factor) => Put(target, target, source, how, target, isNew, new ScaledThird(factor));

    private static void Loop<TMap, T>(float* x, float* y, float* z, bool single, float* to, int count, bool isNew, TMap map)
        where TMap : struct, ILaneMap3
        where T : struct, ILanes<T>
    {
        T one = single ? T.Of(*z) : default;
        int i = 0;
        for (; i <= count - Lanes.Count; i += Lanes.Count)
        {
            T value = map.Of(T.Load(x + i), T.Load(y + i), single ? one : T.Load(z + i));
            (isNew ? value : T.Load(to + i) + value).Store(to + i);
        }

        int rest = count - i;
        if (rest > 0)
        {
            T value = map.Of(Lanes.LoadRest<T>(x + i, rest, 1f), Lanes.LoadRest<T>(y + i, rest, 1f), single ? one : Lanes.LoadRest<T>(z + i, rest, 1f));
            Lanes.StoreRest(isNew ? value : Lanes.LoadRest<T>(to + i, rest, 0f) + value, to + i, rest);
        }
    }

    private readonly record struct Operands(nint X, nint Y, nint Z, nint Target, Broadcast How, int Columns, bool IsNew);

    private readonly struct Body<TMap, T>(Operands o, TMap map) : IBlockBody
        where TMap : struct, ILaneMap3
        where T : struct, ILanes<T>
    {
        public void Run(int first, int end)
        {
            if (o.How is Broadcast.None or Broadcast.Scalar)
            {
                bool single = o.How == Broadcast.Scalar;
                Loop<TMap, T>((float*)o.X + first, (float*)o.Y + first, (float*)o.Z + (single ? 0 : first), single, (float*)o.Target + first, end - first, o.IsNew, map);
                return;
            }

            for (int row = first; row < end; row++)
            {
                long start = (long)row * o.Columns;
                bool single = o.How == Broadcast.Column;
                Loop<TMap, T>((float*)o.X + start, (float*)o.Y + start, (float*)o.Z + (single ? row : 0), single, (float*)o.Target + start, o.Columns, o.IsNew, map);
            }
        }
    }

    private readonly struct ScaledThird(float factor) : ILaneMap3
    {
        public T Of<T>(T x, T y, T z)
            where T : struct, ILanes<T> => z * T.Of(factor);
    }
}
