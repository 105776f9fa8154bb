using System.Runtime.Intrinsics;

namespace Sim.Numerics.Gradients;

/// <summary>1 / (1 + e⁻ˣ).</summary>
internal readonly struct SigmoidFunction : IFunction
{
    public float Value(float x) => Curves.Sigmoid(x);

    public Vector256<float> Value(Vector256<float> x) => Curves.Sigmoid(x);

    public float Back(float gradient, float x, float y) => gradient * (y * (1 - y));

    public Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y) => gradient * (y * (Vector256<float>.One - y));
}

/// <summary>tanh x.</summary>
internal readonly struct TanhFunction : IFunction
{
    public float Value(float x) => Curves.Tanh(x);

    public Vector256<float> Value(Vector256<float> x) => Curves.Tanh(x);

    public float Back(float gradient, float x, float y) => gradient * (1 - (y * y));

    public Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y) => gradient * (Vector256<float>.One - (y * y));
}

/// <summary>ln(1 + eˣ).</summary>
internal readonly struct SoftplusFunction : IFunction
{
    public float Value(float x) => Curves.Softplus(x);

    public Vector256<float> Value(Vector256<float> x) => Curves.Softplus(x);

    public float Back(float gradient, float x, float y) => gradient * Curves.Sigmoid(x);

    public Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y) => gradient * Curves.Sigmoid(x);
}

/// <summary>x times the normal distribution's share below x: the exact GELU.</summary>
internal readonly struct GeluFunction : IFunction
{
    public float Value(float x) => x * Curves.NormalShare(x);

    public Vector256<float> Value(Vector256<float> x) => x * Curves.NormalShare(x);

    public float Back(float gradient, float x, float y) => gradient * (Curves.NormalShare(x) + (x * Curves.NormalDensity(x)));

    public Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y) => gradient * (Curves.NormalShare(x) + (x * Curves.NormalDensity(x)));
}

/// <summary>GELU by tanh: ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))).</summary>
internal readonly struct TanhGeluFunction : IFunction
{
    private const float A = 0.79788456f, B = 0.044715f;

    public float Value(float x) => 0.5f * x * (1 + Curves.Tanh(A * (x + (B * x * x * x))));

    public Vector256<float> Value(Vector256<float> x) => 0.5f * x * (Vector256<float>.One + Curves.Tanh(A * (x + (B * x * x * x))));

    public float Back(float gradient, float x, float y)
    {
        float t = Curves.Tanh(A * (x + (B * x * x * x)));
        return gradient * ((0.5f * (1 + t)) + (0.5f * x * (1 - (t * t)) * (A * (1 + (3 * B * x * x)))));
    }

    public Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y)
    {
        Vector256<float> one = Vector256<float>.One, t = Curves.Tanh(A * (x + (B * x * x * x)));
        return gradient * ((0.5f * (one + t)) + (0.5f * x * (one - (t * t)) * (A * (one + (3 * B * x * x)))));
    }
}

/// <summary>x · sigmoid(s x): SiLU for s = 1, QuickGELU for s = 1.702.</summary>
internal readonly struct SwishFunction(float sharpness) : IFunction
{
    public float Value(float x) => x * Curves.Sigmoid(sharpness * x);

    public Vector256<float> Value(Vector256<float> x) => x * Curves.Sigmoid(sharpness * x);

    public float Back(float gradient, float x, float y)
    {
        float s = Curves.Sigmoid(sharpness * x);
        return gradient * (s + (sharpness * x * s * (1 - s)));
    }

    public Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y)
    {
        Vector256<float> s = Curves.Sigmoid(sharpness * x);
        return gradient * (s + (sharpness * x * s * (Vector256<float>.One - s)));
    }
}
