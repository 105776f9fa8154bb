using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sim.Numerics.Search;

/// <summary>Rows as whole numbers of 16 bits, with a bound on what was lost.</summary>
internal static unsafe class Quantiser
{
    /// <summary>Longest row for which no product of two rows exceeds 32 bits.</summary>
    public const int MaxColumns = 400_000;

    // The norm of a quantised row: by the inequality of Cauchy and Schwarz no partial sum of a product of two rows exceeds 31 bits then, in whatever order, rounding included up to MaxColumns.
    private const float Norm = 46000;
    private const float Largest = 32000;
    private const float LongestNorm = 1e18f;

    /// <summary>Quantises a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="target">Receives pairs of numbers; an odd row ends with a zero.</param>
    /// <param name="stride">Distance between two pairs, in numbers.</param>
    /// <exception cref="ArgumentException">The row holds NaN or an infinity, or its norm exceeds 10¹⁸.</exception>
    public static Quantised Write(ReadOnlySpan<float> row, short* target, int stride)
    {
        (float squares, float largest) = SquaresAndLargest(row);

        // Single precision sums lose up to a share of 10⁻⁴ here, and what they lose must not make a bound too small.
        float norm = MathF.Sqrt(squares) * 1.0002f;
        if (!(norm <= LongestNorm))
        {
            throw new ArgumentException($"a row has the norm {norm}; expected finite numbers and at most {LongestNorm}", nameof(row));
        }

        float perUnit = MathF.Min(Norm / norm, Largest / largest);
        if (!float.IsFinite(perUnit))
        {
            // All zero, or smaller than single precision can scale: all is lost, and the bound says so.
            norm = MathF.Sqrt(row.Length) * largest * 1.0002f;
            for (int pair = 0; pair < (row.Length + 1) / 2; pair++)
            {
                *(int*)(target + (pair * stride)) = 0;
            }

            return new Quantised(0, norm, norm);
        }

        float step = 1 / perUnit;
        float lost = Avx2.IsSupported && Fma.IsSupported ? Wide(row, target, stride, perUnit, step) : Plain(row, target, stride, perUnit, step);
        return new Quantised(step, norm, (MathF.Sqrt(lost) * 1.001f) + (norm * 2e-7f));
    }

    /// <summary>The scalar twin of the wide kernel.</summary>
    public static float Plain(ReadOnlySpan<float> row, short* target, int stride, float perUnit, float step)
    {
        float lost = 0;
        for (int i = 0; i < row.Length; i += 2, target += stride)
        {
            lost += One(row[i], target, perUnit, step);
            if (i + 1 < row.Length)
            {
                lost += One(row[i + 1], target + 1, perUnit, step);
            }
            else
            {
                target[1] = 0;
            }
        }

        return lost;
    }

    private static float Wide(ReadOnlySpan<float> row, short* target, int stride, float perUnit, float step)
    {
        var lost = Vector256<float>.Zero;
        var low = Vector256.Create(0xFFFFUL);
        var high = Vector256.Create(0xFFFF_0000UL);
        int whole = row.Length & ~7;
        fixed (float* x = row)
        {
            for (int i = 0; i < whole; i += 8, target += 4 * stride)
            {
                var value = Vector256.Load(x + i);
                var number = Avx.ConvertToVector256Int32(value * perUnit);
                var difference = Fma.MultiplyAddNegated(Vector256.ConvertToSingle(number), Vector256.Create(step), value);
                lost = Fma.MultiplyAdd(difference, difference, lost);
                var pairs = number.AsUInt64();
                pairs = (pairs & low) | ((pairs >>> 16) & high);
                *(int*)target = (int)pairs.GetElement(0);
                *(int*)(target + stride) = (int)pairs.GetElement(1);
                *(int*)(target + (2 * stride)) = (int)pairs.GetElement(2);
                *(int*)(target + (3 * stride)) = (int)pairs.GetElement(3);
            }
        }

        return Vector256.Sum(lost) + Plain(row[whole..], target, stride, perUnit, step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float One(float x, short* target, float perUnit, float step)
    {
        float number = MathF.Round(x * perUnit);
        *target = (short)number;
        float difference = MathF.FusedMultiplyAdd(-number, step, x);
        return difference * difference;
    }

    private static (float Squares, float Largest) SquaresAndLargest(ReadOnlySpan<float> row)
    {
        var squares = Vector256<float>.Zero;
        var largest = Vector256<float>.Zero;
        int whole = row.Length & ~7;
        for (int i = 0; i < whole; i += 8)
        {
            var x = Vector256.Create(row[i..]);
            squares += x * x;
            largest = Vector256.Max(largest, Vector256.Abs(x));
        }

        float sum = Vector256.Sum(squares);
        float most = 0;
        for (int i = 0; i < Vector256<float>.Count; i++)
        {
            most = MathF.Max(most, largest[i]);
        }

        foreach (float x in row[whole..])
        {
            sum += x * x;
            most = MathF.Max(most, MathF.Abs(x));
        }

        return (sum, most);
    }
}
