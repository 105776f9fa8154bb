using System.Runtime.Intrinsics;

namespace Sim.Numerics.Gradients;

/// <summary>x².</summary>
internal readonly struct SquareFunction : IFunction
{
    public float Value(float x) => x * x;

    public Vector256<float> Value(Vector256<float> x) => x * x;

    public float Back(float gradient, float x, float y) => 2 * x * gradient;

    public Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y) => 2f * x * gradient;
}

/// <summary>√x; the gradient at 0 is infinite, as torch's.</summary>
internal readonly struct RootFunction : IFunction
{
    public float Value(float x) => MathF.Sqrt(x);

    public Vector256<float> Value(Vector256<float> x) => Vector256.Sqrt(x);

    public float Back(float gradient, float x, float y) => gradient / (2 * y);

    public Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y) => gradient / (2f * y);
}

/// <summary>eˣ.</summary>
internal readonly struct ExponentialFunction : IFunction
{
    public float Value(float x) => MathF.Exp(x);

    public Vector256<float> Value(Vector256<float> x) => Vector256.Exp(x);

    public float Back(float gradient, float x, float y) => gradient * y;

    public Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y) => gradient * y;
}

/// <summary>ln x.</summary>
internal readonly struct LogarithmFunction : IFunction
{
    public float Value(float x) => MathF.Log(x);

    public Vector256<float> Value(Vector256<float> x) => Vector256.Log(x);

    public float Back(float gradient, float x, float y) => gradient / x;

    public Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y) => gradient / x;
}

/// <summary>a x + b.</summary>
internal readonly struct LineFunction(float factor, float offset) : IFunction
{
    public float Value(float x) => (factor * x) + offset;

    public Vector256<float> Value(Vector256<float> x) => (factor * x) + Vector256.Create(offset);

    public float Back(float gradient, float x, float y) => factor * gradient;

    public Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y) => factor * gradient;
}

/// <summary>xᵖ. Where p is no whole number, a negative x has no value.</summary>
internal readonly struct PowerFunction(float exponent) : IFunction
{
    public float Value(float x) => Power(x, exponent);

    public Vector256<float> Value(Vector256<float> x) => Power(x, exponent);

    public float Back(float gradient, float x, float y) => exponent == 0 ? 0 : gradient * (exponent * Power(x, exponent - 1));

    public Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y) => exponent == 0 ? default : gradient * (exponent * Power(x, exponent - 1));

    private static float Power(float x, float exponent) => MathF.Pow(x, exponent);

    // A product with a logarithm in single precision would lose digits for large exponents, so it is done in double.
    private static Vector256<float> Power(Vector256<float> x, float exponent)
    {
        if (exponent == MathF.Floor(exponent))
        {
            Span<float> lanes = stackalloc float[8];
            x.CopyTo(lanes);
            for (int i = 0; i < 8; i++)
                lanes[i] = MathF.Pow(lanes[i], exponent);

            return Vector256.Create<float>(lanes);
        }

        (Vector256<double> low, Vector256<double> high) = Vector256.Widen(x);
        return Vector256.Narrow(Vector256.Exp(exponent * Vector256.Log(low)), Vector256.Exp(exponent * Vector256.Log(high)));
    }
}

/// <summary>|x|; the gradient at 0 is 0.</summary>
internal readonly struct AbsoluteFunction : IFunction
{
    public float Value(float x) => MathF.Abs(x);

    public Vector256<float> Value(Vector256<float> x) => Vector256.Abs(x);

    public float Back(float gradient, float x, float y) => x > 0 ? gradient : x < 0 ? -gradient : 0;

    public Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y)
        => Vector256.ConditionalSelect(Vector256.GreaterThan(x, default), gradient, Vector256.ConditionalSelect(Vector256.LessThan(x, default), -gradient, default));
}

/// <summary>max(x, 0); the gradient at 0 is 0, and nothing that arrives at a closed unit passes, not even an infinity.</summary>
internal readonly struct ReluFunction : IFunction
{
    public float Value(float x) => x > 0 ? x : x <= 0 ? 0 : x;

    public Vector256<float> Value(Vector256<float> x) => Vector256.ConditionalSelect(Vector256.LessThanOrEqual(x, default), default, x);

    public float Back(float gradient, float x, float y) => x <= 0 ? 0 : gradient;

    public Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y) => Vector256.ConditionalSelect(Vector256.LessThanOrEqual(x, default), default, gradient);
}

/// <summary>x held between two bounds; the gradient passes where x is at a bound or between them.</summary>
internal readonly struct ClampFunction(float low, float high) : IFunction
{
    public float Value(float x) => x < low ? low : x > high ? high : x;

    public Vector256<float> Value(Vector256<float> x)
    {
        Vector256<float> from = Vector256.Create(low), to = Vector256.Create(high);
        return Vector256.ConditionalSelect(Vector256.LessThan(x, from), from, Vector256.ConditionalSelect(Vector256.GreaterThan(x, to), to, x));
    }

    public float Back(float gradient, float x, float y) => x >= low && x <= high ? gradient : 0;

    public Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y)
        => Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x, Vector256.Create(low)) & Vector256.LessThanOrEqual(x, Vector256.Create(high)), gradient, default);
}
