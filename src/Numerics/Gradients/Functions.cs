using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>x².</summary>
internal readonly struct SquareFunction : IFunction
{
    public T Value<T>(T x)
        where T : struct, ILanes<T> => x * x;

    public T Back<T>(T gradient, T x, T y)
        where T : struct, ILanes<T> => T.Of(2f) * x * gradient;
}

/// <summary>√x.</summary>
internal readonly struct RootFunction : IFunction
{
    public T Value<T>(T x)
        where T : struct, ILanes<T> => T.Sqrt(x);

    public T Back<T>(T gradient, T x, T y)
        where T : struct, ILanes<T> => gradient / (y + y);
}

/// <summary>eˣ.</summary>
internal readonly struct ExponentialFunction : IFunction
{
    public T Value<T>(T x)
        where T : struct, ILanes<T> => LaneMath.Exp(x);

    public T Back<T>(T gradient, T x, T y)
        where T : struct, ILanes<T> => gradient * y;
}

/// <summary>ln x.</summary>
internal readonly struct LogarithmFunction : IFunction
{
    public T Value<T>(T x)
        where T : struct, ILanes<T> => LaneMath.Log(x);

    public T Back<T>(T gradient, T x, T y)
        where T : struct, ILanes<T> => gradient / x;
}

/// <summary>a x + b.</summary>
internal readonly struct LineFunction(float factor, float offset) : IFunction
{
    public T Value<T>(T x)
        where T : struct, ILanes<T> => (T.Of(factor) * x) + T.Of(offset);

    public T Back<T>(T gradient, T x, T y)
        where T : struct, ILanes<T> => T.Of(factor) * gradient;
}

/// <summary>xᵖ: whole powers up to 64 by multiplication, roots of two by the root, all others by the logarithm.</summary>
internal readonly struct PowerFunction(float exponent) : IFunction
{
    private const float MostMultiplied = 64;

    public T Value<T>(T x)
        where T : struct, ILanes<T> => Power(x, exponent);

    public T Back<T>(T gradient, T x, T y)
        where T : struct, ILanes<T> => exponent == 0 ? T.Of(0f) : gradient * (T.Of(exponent) * Power(x, exponent - 1));

    private static T Power<T>(T x, float exponent)
        where T : struct, ILanes<T>
    {
        if (exponent == 0.5f)
            return T.Sqrt(x);

        float size = MathF.Abs(exponent);
        if (size != MathF.Floor(size) || size > MostMultiplied)
            return LaneMath.ExpApart(T.Of(exponent) * LaneMath.LogApart(x));

        T result = T.Of(1f), square = x;
        for (int left = (int)size; left > 0; left >>= 1, square *= square)
        {
            if ((left & 1) != 0)
                result *= square;
        }

        return exponent < 0 ? T.Of(1f) / result : result;
    }
}

/// <summary>|x|; the gradient at 0 is 0.</summary>
internal readonly struct AbsoluteFunction : IFunction
{
    public T Value<T>(T x)
        where T : struct, ILanes<T> => T.Abs(x);

    public T Back<T>(T gradient, T x, T y)
        where T : struct, ILanes<T> => T.IfLess(T.Of(0f), x, gradient, T.IfLess(x, T.Of(0f), T.Of(0f) - gradient, T.Of(0f)));
}

/// <summary>max(x, 0), NaN for NaN; the gradient at 0 is 0, and nothing that arrives at a closed unit passes, not even an infinity.</summary>
internal readonly struct ReluFunction : IFunction
{
    public T Value<T>(T x)
        where T : struct, ILanes<T> => T.IfLess(x, T.Of(0f), T.Of(0f), x);

    public T Back<T>(T gradient, T x, T y)
        where T : struct, ILanes<T> => T.IfLess(T.Of(0f), x, gradient, T.Of(0f));
}

/// <summary>x held between two bounds; the gradient passes where x is at a bound or between them.</summary>
internal readonly struct ClampFunction(float low, float high) : IFunction
{
    public T Value<T>(T x)
        where T : struct, ILanes<T> => T.IfLess(x, T.Of(low), T.Of(low), T.IfLess(T.Of(high), x, T.Of(high), x));

    public T Back<T>(T gradient, T x, T y)
        where T : struct, ILanes<T> => T.IfLess(x, T.Of(low), T.Of(0f), T.IfLess(T.Of(high), x, T.Of(0f), gradient));
}

/// <summary>ln(1 + eˣ), with the digits that 1 + e rounds away put back (Kahan).</summary>
internal readonly struct SoftplusFunction : IFunction
{
    public T Value<T>(T x)
        where T : struct, ILanes<T>
    {
        T one = T.Of(1f), e = LaneMath.ExpApart(T.Of(0f) - T.Abs(x)), u = one + e;
        return T.IfLess(x, T.Of(0f), T.Of(0f), x) + T.IfLess(one, u, LaneMath.LogApart(u) * (e / (u - one)), e);
    }

    public T Back<T>(T gradient, T x, T y)
        where T : struct, ILanes<T> => gradient * LaneMath.Sigmoid(x);
}
