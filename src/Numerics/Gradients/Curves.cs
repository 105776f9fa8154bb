using System.Runtime.Intrinsics;

namespace Sim.Numerics.Gradients;

/// <summary>Pieces that the activation functions share.</summary>
internal static class Curves
{
    private const float InverseRootTwo = 0.70710678f, DensityAtZero = 0.39894228f;

    public static float Sigmoid(float x)
    {
        float e = MathF.Exp(-MathF.Abs(x)), r = 1 / (1 + e);
        return x >= 0 ? r : e * r;
    }

    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        Vector256<float> e = Vector256.Exp(-Vector256.Abs(x)), r = Vector256<float>.One / (Vector256<float>.One + e);
        return Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x, default), r, e * r);
    }

    // Near 0 the quotient would cancel; there the series is exact to the last digits.
    public static float Tanh(float x)
    {
        float size = MathF.Abs(x), e = MathF.Exp(-2 * size), square = x * x;
        float near = x * (1 + (square * Series(square)));
        return size < 0.3f ? near : MathF.CopySign((1 - e) / (1 + e), x);
    }

    public static Vector256<float> Tanh(Vector256<float> x)
    {
        Vector256<float> size = Vector256.Abs(x), e = Vector256.Exp(-2f * size), square = x * x, one = Vector256<float>.One;
        Vector256<float> near = x * (one + (square * Series(square)));
        return Vector256.ConditionalSelect(Vector256.LessThan(size, Vector256.Create(0.3f)), near, Vector256.CopySign((one - e) / (one + e), x));
    }

    // ln(1 + e) with the digits that 1 + e rounds away put back (Kahan).
    public static float Softplus(float x)
    {
        float e = MathF.Exp(-MathF.Abs(x)), u = 1 + e;
        return MathF.Max(x, 0) + (u == 1 ? e : MathF.Log(u) * (e / (u - 1)));
    }

    public static Vector256<float> Softplus(Vector256<float> x)
    {
        Vector256<float> one = Vector256<float>.One, e = Vector256.Exp(-Vector256.Abs(x)), u = one + e;
        return Vector256.Max(x, default) + Vector256.ConditionalSelect(Vector256.Equals(u, one), e, Vector256.Log(u) * (e / (u - one)));
    }

    /// <summary>The share of the standard normal distribution below x.</summary>
    public static float NormalShare(float x) => 0.5f + (0.5f * Erf(x * InverseRootTwo));

    public static Vector256<float> NormalShare(Vector256<float> x) => Vector256.Create(0.5f) + (0.5f * Erf(x * InverseRootTwo));

    public static float NormalDensity(float x) => DensityAtZero * MathF.Exp(-0.5f * x * x);

    public static Vector256<float> NormalDensity(Vector256<float> x) => DensityAtZero * Vector256.Exp(-0.5f * x * x);

    // A quotient of polynomials in x² fitted to erf on [-4, 4], beyond which it is 1 in single precision.
    private static float Erf(float x)
    {
        x = Math.Clamp(x, -4f, 4f);
        float s = x * x;
        float above = -2.72614225801306e-10f;
        above = (above * s) + 2.77068142495902e-08f;
        above = (above * s) - 2.10102402082508e-06f;
        above = (above * s) - 5.69250639462346e-05f;
        above = (above * s) - 7.34990630326855e-04f;
        above = (above * s) - 2.95459980854025e-03f;
        above = (above * s) - 1.60960333262415e-02f;
        float below = -1.45660718464996e-05f;
        below = (below * s) - 2.13374055278905e-04f;
        below = (below * s) - 1.68282697438203e-03f;
        below = (below * s) - 7.37332916720468e-03f;
        below = (below * s) - 1.42647390514189e-02f;
        return x * above / below;
    }

    private static Vector256<float> Erf(Vector256<float> x)
    {
        x = Vector256.Min(Vector256.Max(x, Vector256.Create(-4f)), Vector256.Create(4f));
        Vector256<float> s = x * x;
        Vector256<float> above = Vector256.Create(-2.72614225801306e-10f);
        above = (above * s) + Vector256.Create(2.77068142495902e-08f);
        above = (above * s) - Vector256.Create(2.10102402082508e-06f);
        above = (above * s) - Vector256.Create(5.69250639462346e-05f);
        above = (above * s) - Vector256.Create(7.34990630326855e-04f);
        above = (above * s) - Vector256.Create(2.95459980854025e-03f);
        above = (above * s) - Vector256.Create(1.60960333262415e-02f);
        Vector256<float> below = Vector256.Create(-1.45660718464996e-05f);
        below = (below * s) - Vector256.Create(2.13374055278905e-04f);
        below = (below * s) - Vector256.Create(1.68282697438203e-03f);
        below = (below * s) - Vector256.Create(7.37332916720468e-03f);
        below = (below * s) - Vector256.Create(1.42647390514189e-02f);
        return x * above / below;
    }

    private static float Series(float s)
    {
        float sum = (-1382f / 155925 * s) + (62f / 2835);
        sum = (sum * s) - (17f / 315);
        sum = (sum * s) + (2f / 15);
        return (sum * s) - (1f / 3);
    }

    private static Vector256<float> Series(Vector256<float> s)
    {
        Vector256<float> sum = (-1382f / 155925 * s) + Vector256.Create(62f / 2835);
        sum = (sum * s) - Vector256.Create(17f / 315);
        sum = (sum * s) + Vector256.Create(2f / 15);
        return (sum * s) - Vector256.Create(1f / 3);
    }
}
