using Sim.Numerics;
using Sim.Numerics.Tensors;
using Xunit;

namespace Sim.Tests.Tensors;

/// <summary>Runs a kernel in every width and with several numbers of threads, and expects the same bits.</summary>
internal static class Widths
{
    public delegate void Kernel(Span<float> result);

    public static float[] SameBits(int count, Kernel kernel)
    {
        float[]? first = null;
        foreach (Lanes.Width width in Enum.GetValues<Lanes.Width>())
        {
            foreach (int threads in new[] { 1, 3 })
            {
                using WorkerLimit limit = Workers.Limit(threads);
                Lanes.Force(width);
                float[] result = new float[count];
                try
                {
                    kernel(result);
                }
                finally
                {
                    Lanes.Force(null);
                }

                first ??= result;
                for (int i = 0; i < count; i++)
                {
                    Assert.True(Bits(first[i]) == Bits(result[i]), $"{width} on {threads} threads gives {result[i]:R} at {i} instead of {first[i]:R}");
                }
            }
        }

        return first!;
    }

    public static float[] Draw(ulong seed, int count, double low = -1, double high = 1)
    {
        var random = new RandomStream(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)random.NextUniform(low, high);
        }

        return values;
    }

    public static void Close(double expected, float found, double relative, double absolute) =>
        Assert.True(Math.Abs(expected - found) <= (relative * Math.Abs(expected)) + absolute, $"{found:R} instead of {expected:R}");

    // Which NaN it is has no meaning.
    private static int Bits(float value) => float.IsNaN(value) ? int.MinValue + 1 : BitConverter.SingleToInt32Bits(value);
}
