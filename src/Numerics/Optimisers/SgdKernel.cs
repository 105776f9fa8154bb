using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Optimisers;

/// <summary>One step of descent over a block of numbers. The vector and the scalar form do the same operations and give the same bits.</summary>
internal readonly struct SgdKernel(Memory<float> parameter, Memory<float> gradient, Memory<float> average, SgdKernel.Constants constants) : IBlockBody
{
    public const int Grain = 16384;

    public void Run(int first, int end)
    {
        Range range = first..end;
        Run(parameter.Span[range], gradient.Span[range], constants.Momentum == 0 ? default : average.Span[range], constants, Vector256.IsHardwareAccelerated);
    }

    public static void Run(Span<float> parameter, ReadOnlySpan<float> gradient, Span<float> average, Constants c, bool vectors)
    {
        int i = 0;
        if (vectors)
        {
            ref float p = ref MemoryMarshal.GetReference(parameter), g = ref MemoryMarshal.GetReference(gradient), b = ref MemoryMarshal.GetReference(average);
            for (; i <= parameter.Length - 8; i += 8)
            {
                Vector256<float> at = Vector256.LoadUnsafe(ref p, (nuint)i), slope = Vector256.LoadUnsafe(ref g, (nuint)i);
                if (c.Decay != 0)
                    slope += c.Decay * at;

                if (c.Momentum != 0)
                {
                    Vector256<float> mean = c.IsFirst ? slope : (Vector256.LoadUnsafe(ref b, (nuint)i) * c.Momentum) + (c.Rest * slope);
                    mean.StoreUnsafe(ref b, (nuint)i);
                    slope = c.IsNesterov ? slope + (c.Momentum * mean) : mean;
                }

                (at + (c.Step * slope)).StoreUnsafe(ref p, (nuint)i);
            }
        }

        for (; i < parameter.Length; i++)
        {
            float slope = gradient[i];
            if (c.Decay != 0)
                slope += c.Decay * parameter[i];

            if (c.Momentum != 0)
            {
                float mean = c.IsFirst ? slope : (average[i] * c.Momentum) + (c.Rest * slope);
                average[i] = mean;
                slope = c.IsNesterov ? slope + (c.Momentum * mean) : mean;
            }

            parameter[i] += c.Step * slope;
        }
    }

    /// <summary>What is the same for all numbers of a step.</summary>
    public readonly record struct Constants(float Step, float Momentum, float Rest, float Decay, bool IsNesterov, bool IsFirst);
}
