using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sim.Numerics.Tensors;

/// <summary>Lays operands out in panels as the tiles read them: for each step of the depth, the numbers of all lanes side by side.</summary>
internal static unsafe class GemmPacking
{
    private const int Stretch = 128;

    /// <summary>Packs one panel whose lanes lie side by side in memory.</summary>
    /// <param name="source">First element.</param>
    /// <param name="leading">Distance from one step of the depth to the next.</param>
    /// <param name="lanes">Lanes that there are; the rest of the panel is filled with zeros.</param>
    /// <param name="depth">Steps.</param>
    /// <param name="width">Lanes of a panel.</param>
    /// <param name="target">Receives depth × width numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Straight(float* source, nint leading, int lanes, int depth, int width, float* target)
    {
        for (int p = 0; p < depth; p++, source += leading, target += width)
        {
            int i = 0;
            for (; i <= lanes - 16 && Vector512.IsHardwareAccelerated; i += 16)
            {
                Vector512.Load(source + i).Store(target + i);
            }

            for (; i <= lanes - 4; i += 4)
            {
                Vector128.Load(source + i).Store(target + i);
            }

            for (; i < lanes; i++)
            {
                target[i] = source[i];
            }

            for (; i < width; i++)
            {
                target[i] = 0f;
            }
        }
    }

    /// <summary>Packs one panel whose steps lie side by side in memory.</summary>
    /// <param name="source">First element.</param>
    /// <param name="leading">Distance from one lane to the next.</param>
    /// <param name="lanes">Lanes that there are; the rest of the panel is filled with zeros.</param>
    /// <param name="depth">Steps.</param>
    /// <param name="width">Lanes of a panel.</param>
    /// <param name="target">Receives depth × width numbers.</param>
    public static void Turned(float* source, nint leading, int lanes, int depth, int width, float* target)
    {
        // Every line of the panel is written to once for each four lanes; a stretch of it stays in the first cache meanwhile.
        for (int start = 0; start < depth; start += Stretch)
        {
            Turned(source + start, leading, lanes, Math.Min(Stretch, depth - start), width, width, target + ((long)start * width));
        }
    }

    /// <summary>The same with steps that do not follow one another directly.</summary>
    /// <param name="source">First element.</param>
    /// <param name="leading">Distance from one lane to the next.</param>
    /// <param name="lanes">Lanes that there are.</param>
    /// <param name="depth">Steps.</param>
    /// <param name="width">Lanes of a panel.</param>
    /// <param name="step">Distance from one step of the panel to the next.</param>
    /// <param name="target">Receives depth × width numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Turned(float* source, nint leading, int lanes, int depth, int width, nint step, float* target)
    {
        int lane = 0;
        for (; lane <= lanes - 4; lane += 4)
        {
            float* r0 = source + (lane * leading);
            float* r1 = r0 + leading;
            float* r2 = r1 + leading;
            float* r3 = r2 + leading;
            float* to = target + lane;
            int p = 0;
            if (Sse.IsSupported)
            {
                for (; p <= depth - 4; p += 4, to += 4 * step)
                {
                    Vector128<float> v0 = Vector128.Load(r0 + p), v1 = Vector128.Load(r1 + p), v2 = Vector128.Load(r2 + p), v3 = Vector128.Load(r3 + p);
                    Vector128<float> low01 = Sse.UnpackLow(v0, v1), low23 = Sse.UnpackLow(v2, v3), high01 = Sse.UnpackHigh(v0, v1), high23 = Sse.UnpackHigh(v2, v3);
                    Sse.MoveLowToHigh(low01, low23).Store(to);
                    Sse.MoveHighToLow(low23, low01).Store(to + step);
                    Sse.MoveLowToHigh(high01, high23).Store(to + (2 * step));
                    Sse.MoveHighToLow(high23, high01).Store(to + (3 * step));
                }
            }

            for (; p < depth; p++, to += step)
            {
                to[0] = r0[p];
                to[1] = r1[p];
                to[2] = r2[p];
                to[3] = r3[p];
            }
        }

        for (; lane < width; lane++)
        {
            float* row = source + (lane * leading);
            float* to = target + lane;
            for (int p = 0; p < depth; p++, to += step)
            {
                *to = lane < lanes ? row[p] : 0f;
            }
        }
    }
}
