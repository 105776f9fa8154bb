using System.Runtime.CompilerServices;

namespace Sim.Numerics.Tensors;

/// <summary>Adds multiples of scattered rows to one row: fused multiply-adds in the order given, several rows at a time so that memory's latencies overlap.</summary>
internal static unsafe class WeightedRows
{
    /// <summary>Adds factor[i] · rows[index[i]] for each i.</summary>
    public static void Add<T>(float* factors, int* indices, int count, float* rows, int columns, float* result)
        where T : struct, ILanes<T>
    {
        float* f = stackalloc float[4];
        float** from = stackalloc float*[4];
        int held = 0;
        for (int i = 0; i < count; i++)
        {
            if (factors[i] != 0f)
            {
                f[held] = factors[i];
                from[held++] = rows + ((long)indices[i] * columns);
                if (held == 4)
                {
                    Four<T>(f, from, columns, result);
                    held = 0;
                }
            }
        }

        Rest<T>(f, from, held, columns, result);
    }

    /// <summary>Adds factor[place[i]] · rows[place[i] / divisor] for each i.</summary>
    public static void AddPlaces<T>(float* factors, int* places, int count, int divisor, float* rows, int columns, float* result)
        where T : struct, ILanes<T>
    {
        float* f = stackalloc float[4];
        float** from = stackalloc float*[4];
        int held = 0;
        for (int i = 0; i < count; i++)
        {
            float factor = factors[places[i]];
            if (factor != 0f)
            {
                f[held] = factor;
                from[held++] = rows + ((long)(places[i] / divisor) * columns);
                if (held == 4)
                {
                    Four<T>(f, from, columns, result);
                    held = 0;
                }
            }
        }

        Rest<T>(f, from, held, columns, result);
    }

    /// <summary>The dot product of one row with each of several scattered rows: sixteen partial sums, then their tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Dot<T>(int* indices, int count, float* rows, int columns, float* with, float* result)
        where T : struct, ILanes<T>
    {
        for (int i = 0; i < count; i += 4)
        {
            int last = count - 1;
            float* r0 = rows + ((long)indices[i] * columns);
            float* r1 = rows + ((long)indices[Math.Min(i + 1, last)] * columns);
            float* r2 = rows + ((long)indices[Math.Min(i + 2, last)] * columns);
            float* r3 = rows + ((long)indices[Math.Min(i + 3, last)] * columns);
            T s0 = T.Of(0f), s1 = s0, s2 = s0, s3 = s0;
            int j = 0;
            for (; j <= columns - Lanes.Count; j += Lanes.Count)
            {
                T x = T.Load(with + j);
                s0 = T.Fuse(T.Load(r0 + j), x, s0);
                s1 = T.Fuse(T.Load(r1 + j), x, s1);
                s2 = T.Fuse(T.Load(r2 + j), x, s2);
                s3 = T.Fuse(T.Load(r3 + j), x, s3);
            }

            if (j < columns)
            {
                int rest = columns - j;
                T x = Lanes.LoadRest<T>(with + j, rest, 0f);
                s0 = T.Fuse(Lanes.LoadRest<T>(r0 + j, rest, 0f), x, s0);
                s1 = T.Fuse(Lanes.LoadRest<T>(r1 + j, rest, 0f), x, s1);
                s2 = T.Fuse(Lanes.LoadRest<T>(r2 + j, rest, 0f), x, s2);
                s3 = T.Fuse(Lanes.LoadRest<T>(r3 + j, rest, 0f), x, s3);
            }

            // Beyond the last row its own number is written again.
            result[i] = Lanes.Sum(s0);
            result[Math.Min(i + 1, last)] = Lanes.Sum(s1);
            result[Math.Min(i + 2, last)] = Lanes.Sum(s2);
            result[Math.Min(i + 3, last)] = Lanes.Sum(s3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Four<T>(float* f, float** from, int columns, float* result)
        where T : struct, ILanes<T>
    {
        T f0 = T.Of(f[0]), f1 = T.Of(f[1]), f2 = T.Of(f[2]), f3 = T.Of(f[3]);
        float* r0 = from[0], r1 = from[1], r2 = from[2], r3 = from[3];
        int j = 0;
        for (; j <= columns - Lanes.Count; j += Lanes.Count)
        {
            T sum = T.Fuse(f0, T.Load(r0 + j), T.Load(result + j));
            sum = T.Fuse(f1, T.Load(r1 + j), sum);
            sum = T.Fuse(f2, T.Load(r2 + j), sum);
            T.Fuse(f3, T.Load(r3 + j), sum).Store(result + j);
        }

        for (; j < columns; j++)
        {
            float sum = MathF.FusedMultiplyAdd(f[0], r0[j], result[j]);
            sum = MathF.FusedMultiplyAdd(f[1], r1[j], sum);
            sum = MathF.FusedMultiplyAdd(f[2], r2[j], sum);
            result[j] = MathF.FusedMultiplyAdd(f[3], r3[j], sum);
        }
    }

    private static void Rest<T>(float* f, float** from, int count, int columns, float* result)
        where T : struct, ILanes<T>
    {
        for (int i = 0; i < count; i++)
        {
            T factor = T.Of(f[i]);
            float* row = from[i];
            int j = 0;
            for (; j <= columns - Lanes.Count; j += Lanes.Count)
            {
                T.Fuse(factor, T.Load(row + j), T.Load(result + j)).Store(result + j);
            }

            for (; j < columns; j++)
            {
                result[j] = MathF.FusedMultiplyAdd(f[i], row[j], result[j]);
            }
        }
    }
}
