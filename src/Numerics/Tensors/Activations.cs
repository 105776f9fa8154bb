namespace Sim.Numerics.Tensors;

/// <summary>Activation functions element by element, and what a gradient becomes on its way back through them. A result may be one of its operands.</summary>
public static class Activations
{
    /// <summary>max(x, 0); 0 for NaN.</summary>
    /// <param name="x">Arguments.</param>
    /// <param name="result">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Relu(ReadOnlySpan<float> x, Span<float> result) => Pointwise.Map(x, result, default(ReluMap));

    /// <summary>The gradient where x is positive, else 0.</summary>
    /// <param name="x">The arguments that the function had.</param>
    /// <param name="gradient">Gradient with respect to its values.</param>
    /// <param name="result">Receives that with respect to the arguments.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void ReluGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> gradient, Span<float> result) => Pointwise.Map2(x, gradient, result, default(ReluBack));

    /// <summary>1 / (1 + e^-x).</summary>
    /// <param name="x">Arguments.</param>
    /// <param name="result">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> result) => Pointwise.Map(x, result, default(SigmoidMap));

    /// <summary>Gradient through the sigmoid, from its arguments.</summary>
    /// <param name="x">The arguments that the function had.</param>
    /// <param name="gradient">Gradient with respect to its values.</param>
    /// <param name="result">Receives that with respect to the arguments.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void SigmoidGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> gradient, Span<float> result) => Pointwise.Map2(x, gradient, result, default(SigmoidBack));

    /// <summary>Hyperbolic tangent.</summary>
    /// <param name="x">Arguments.</param>
    /// <param name="result">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> result) => Pointwise.Map(x, result, default(TanhMap));

    /// <summary>Gradient through the hyperbolic tangent, from its arguments.</summary>
    /// <param name="x">The arguments that the function had.</param>
    /// <param name="gradient">Gradient with respect to its values.</param>
    /// <param name="result">Receives that with respect to the arguments.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void TanhGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> gradient, Span<float> result) => Pointwise.Map2(x, gradient, result, default(TanhBack));

    /// <summary>SiLU, also called swish: x · sigmoid(x).</summary>
    /// <param name="x">Arguments.</param>
    /// <param name="result">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Silu(ReadOnlySpan<float> x, Span<float> result) => Pointwise.Map(x, result, new ScaledSigmoid(1f));

    /// <summary>Gradient through SiLU, from its arguments.</summary>
    /// <param name="x">The arguments that the function had.</param>
    /// <param name="gradient">Gradient with respect to its values.</param>
    /// <param name="result">Receives that with respect to the arguments.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void SiluGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> gradient, Span<float> result) => Pointwise.Map2(x, gradient, result, new ScaledSigmoidBack(1f));

    /// <summary>CLIP's approximation of GELU: x · sigmoid(1.702 x).</summary>
    /// <param name="x">Arguments.</param>
    /// <param name="result">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void QuickGelu(ReadOnlySpan<float> x, Span<float> result) => Pointwise.Map(x, result, new ScaledSigmoid(1.702f));

    /// <summary>Gradient through <see cref="QuickGelu"/>, from its arguments.</summary>
    /// <param name="x">The arguments that the function had.</param>
    /// <param name="gradient">Gradient with respect to its values.</param>
    /// <param name="result">Receives that with respect to the arguments.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void QuickGeluGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> gradient, Span<float> result) => Pointwise.Map2(x, gradient, result, new ScaledSigmoidBack(1.702f));

    /// <summary>GELU by the error function: x · Φ(x) (Hendrycks and Gimpel, 2016).</summary>
    /// <param name="x">Arguments.</param>
    /// <param name="result">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Gelu(ReadOnlySpan<float> x, Span<float> result) => Pointwise.Map(x, result, default(GeluMap));

    /// <summary>Gradient through <see cref="Gelu"/>, from its arguments.</summary>
    /// <param name="x">The arguments that the function had.</param>
    /// <param name="gradient">Gradient with respect to its values.</param>
    /// <param name="result">Receives that with respect to the arguments.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void GeluGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> gradient, Span<float> result) => Pointwise.Map2(x, gradient, result, default(GeluBack));

    /// <summary>GELU by the hyperbolic tangent: x / 2 · (1 + tanh(√(2/π) (x + 0.044715 x³))).</summary>
    /// <param name="x">Arguments.</param>
    /// <param name="result">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void GeluTanh(ReadOnlySpan<float> x, Span<float> result) => Pointwise.Map(x, result, default(GeluTanhMap));

    /// <summary>Gradient through <see cref="GeluTanh"/>, from its arguments.</summary>
    /// <param name="x">The arguments that the function had.</param>
    /// <param name="gradient">Gradient with respect to its values.</param>
    /// <param name="result">Receives that with respect to the arguments.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void GeluTanhGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> gradient, Span<float> result) => Pointwise.Map2(x, gradient, result, default(GeluTanhBack));

    private readonly struct ReluMap : ILaneMap
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => T.IfLess(T.Of(0f), x, x, T.Of(0f));
    }

    private readonly struct ReluBack : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T> => T.IfLess(T.Of(0f), x, y, T.Of(0f));
    }

    private readonly struct SigmoidMap : ILaneMap
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => LaneMath.Sigmoid(x);
    }

    private readonly struct SigmoidBack : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T>
        {
            T s = LaneMath.SigmoidApart(x);
            return y * s * LaneMath.SigmoidApart(T.Of(0f) - x);
        }
    }

    private readonly struct TanhMap : ILaneMap
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => LaneMath.Tanh(x);
    }

    private readonly struct TanhBack : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T>
        {
            T t = LaneMath.Tanh(x);
            return y * T.Fuse(T.Of(0f) - t, t, T.Of(1f));
        }
    }

    private readonly struct ScaledSigmoid(float scale) : ILaneMap
    {
        // The exponential overflows to infinity only where the quotient is 0 all the same.
        public T Of<T>(T x)
            where T : struct, ILanes<T> => x * LaneMath.Sigmoid(x * T.Of(scale));
    }

    private readonly struct ScaledSigmoidBack(float scale) : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T>
        {
            T u = x * T.Of(scale), s = LaneMath.SigmoidApart(u);
            return y * T.Fuse(u * s, LaneMath.SigmoidApart(T.Of(0f) - u), s);
        }
    }

    private readonly struct GeluMap : ILaneMap
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => x * T.Of(0.5f) * (T.Of(1f) + LaneMath.ErfApart(x * T.Of(0.70710678f)));
    }

    private readonly struct GeluBack : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T>
        {
            T share = T.Of(0.5f) * (T.Of(1f) + LaneMath.ErfApart(x * T.Of(0.70710678f)));
            T density = T.Of(0.39894228f) * LaneMath.ExpApart(x * x * T.Of(-0.5f));
            return y * T.Fuse(x, density, share);
        }
    }

    private readonly struct GeluTanhMap : ILaneMap
    {
        // (1 + tanh u) / 2 is the sigmoid of 2 u, without the loss of digits for u far below zero.
        public T Of<T>(T x)
            where T : struct, ILanes<T> => x * LaneMath.Sigmoid(T.Of(1.59576912f) * T.Fuse(T.Of(0.044715f) * x, x * x, x));
    }

    private readonly struct GeluTanhBack : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T>
        {
            T square = x * x, u = T.Of(1.59576912f) * T.Fuse(T.Of(0.044715f) * x, square, x);
            T slope = T.Of(1.59576912f) * T.Fuse(T.Of(0.134145f), square, T.Of(1f)), s = LaneMath.SigmoidApart(u);
            return y * T.Fuse(x * slope * s, LaneMath.SigmoidApart(T.Of(0f) - u), s);
        }
    }
}
