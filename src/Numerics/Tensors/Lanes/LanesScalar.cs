using System.Runtime.CompilerServices;

namespace Sim.Numerics.Tensors;

/// <summary>Sixteen numbers one by one: the scalar twin of every kernel.</summary>
[InlineArray(16)]
internal unsafe struct LanesScalar : ILanes<LanesScalar>
{
    private float _first;

    public static LanesScalar Of(float value)
    {
        var result = default(LanesScalar);
        ((Span<float>)result).Fill(value);
        return result;
    }

    public static LanesScalar Load(float* from)
    {
        var result = default(LanesScalar);
        new ReadOnlySpan<float>(from, 16).CopyTo(result);
        return result;
    }

    public readonly void Store(float* to) => ((ReadOnlySpan<float>)this).CopyTo(new Span<float>(to, 16));

    public static LanesScalar operator +(LanesScalar a, LanesScalar b)
    {
        for (int i = 0; i < 16; i++)
        {
            a[i] += b[i];
        }

        return a;
    }

    public static LanesScalar operator -(LanesScalar a, LanesScalar b)
    {
        for (int i = 0; i < 16; i++)
        {
            a[i] -= b[i];
        }

        return a;
    }

    public static LanesScalar operator *(LanesScalar a, LanesScalar b)
    {
        for (int i = 0; i < 16; i++)
        {
            a[i] *= b[i];
        }

        return a;
    }

    public static LanesScalar operator /(LanesScalar a, LanesScalar b)
    {
        for (int i = 0; i < 16; i++)
        {
            a[i] /= b[i];
        }

        return a;
    }

    public static LanesScalar Fuse(LanesScalar a, LanesScalar b, LanesScalar c)
    {
        for (int i = 0; i < 16; i++)
        {
            a[i] = MathF.FusedMultiplyAdd(a[i], b[i], c[i]);
        }

        return a;
    }

    public static LanesScalar Sqrt(LanesScalar a)
    {
        for (int i = 0; i < 16; i++)
        {
            a[i] = MathF.Sqrt(a[i]);
        }

        return a;
    }

    public static LanesScalar Abs(LanesScalar a)
    {
        for (int i = 0; i < 16; i++)
        {
            a[i] = MathF.Abs(a[i]);
        }

        return a;
    }

    public static LanesScalar Round(LanesScalar a)
    {
        for (int i = 0; i < 16; i++)
        {
            a[i] = MathF.Round(a[i]);
        }

        return a;
    }

    public static LanesScalar PowerOfTwo(LanesScalar whole)
    {
        for (int i = 0; i < 16; i++)
        {
            whole[i] = BitConverter.Int32BitsToSingle((float.ConvertToIntegerNative<int>(whole[i]) + 127) << 23);
        }

        return whole;
    }

    public static (LanesScalar Exponent, LanesScalar Mantissa) Parts(LanesScalar a)
    {
        LanesScalar exponent = a;
        for (int i = 0; i < 16; i++)
        {
            int bits = BitConverter.SingleToInt32Bits(a[i]);
            exponent[i] = (int)((uint)bits >> 23) - 127;
            a[i] = BitConverter.Int32BitsToSingle((bits & 0x7fffff) | 0x3f800000);
        }

        return (exponent, a);
    }

    public static LanesScalar IfLess(LanesScalar a, LanesScalar b, LanesScalar then, LanesScalar otherwise)
    {
        for (int i = 0; i < 16; i++)
        {
            otherwise[i] = a[i] < b[i] ? then[i] : otherwise[i];
        }

        return otherwise;
    }

    public static LanesScalar CopySign(LanesScalar magnitude, LanesScalar sign)
    {
        for (int i = 0; i < 16; i++)
        {
            magnitude[i] = MathF.CopySign(magnitude[i], sign[i]);
        }

        return magnitude;
    }

    public static uint Greater(LanesScalar a, LanesScalar b)
    {
        uint mask = 0;
        for (int i = 0; i < 16; i++)
        {
            mask |= a[i] > b[i] ? 1u << i : 0;
        }

        return mask;
    }
}
