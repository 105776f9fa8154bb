using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Optimisers;

/// <summary>One step of Adam over a block of numbers. The vector and the scalar form do the same operations and give the same bits.</summary>
internal readonly struct AdamKernel(Memory<float> parameter, Memory<float> gradient, Memory<float> mean, Memory<float> square, AdamKernel.Constants constants) : IBlockBody
{
    public const int Grain = 16384;

    public void Run(int first, int end)
    {
        Range range = first..end;
        Run(parameter.Span[range], gradient.Span[range], mean.Span[range], square.Span[range], constants, Vector256.IsHardwareAccelerated);
    }

    public static void Run(Span<float> parameter, ReadOnlySpan<float> gradient, Span<float> mean, Span<float> square, Constants c, bool vectors)
    {
        int i = 0;
        if (vectors)
        {
            ref float p = ref MemoryMarshal.GetReference(parameter), g = ref MemoryMarshal.GetReference(gradient), m = ref MemoryMarshal.GetReference(mean), v = ref MemoryMarshal.GetReference(square);
            Vector256<float> epsilon = Vector256.Create(c.Epsilon), root = Vector256.Create(c.Root);
            for (; i <= parameter.Length - 8; i += 8)
            {
                Vector256<float> at = Vector256.LoadUnsafe(ref p, (nuint)i) * c.Keep, slope = Vector256.LoadUnsafe(ref g, (nuint)i);
                if (c.Decay != 0)
                    slope += c.Decay * at;

                Vector256<float> first = (Vector256.LoadUnsafe(ref m, (nuint)i) * c.Beta1) + (c.Rest1 * slope);
                Vector256<float> second = (Vector256.LoadUnsafe(ref v, (nuint)i) * c.Beta2) + (c.Rest2 * slope * slope);
                first.StoreUnsafe(ref m, (nuint)i);
                second.StoreUnsafe(ref v, (nuint)i);
                (at + (c.Step * first / ((Vector256.Sqrt(second) / root) + epsilon))).StoreUnsafe(ref p, (nuint)i);
            }
        }

        for (; i < parameter.Length; i++)
        {
            float at = parameter[i] * c.Keep, slope = gradient[i];
            if (c.Decay != 0)
                slope += c.Decay * at;

            mean[i] = (mean[i] * c.Beta1) + (c.Rest1 * slope);
            square[i] = (square[i] * c.Beta2) + (c.Rest2 * slope * slope);
            parameter[i] = at + (c.Step * mean[i] / ((MathF.Sqrt(square[i]) / c.Root) + c.Epsilon));
        }
    }

    /// <summary>What is the same for all numbers of a step: worked out in double, rounded once.</summary>
    public readonly record struct Constants(float Beta1, float Rest1, float Beta2, float Rest2, float Root, float Epsilon, float Step, float Decay, float Keep);
}
