using System.Runtime.CompilerServices;

namespace Sim.Numerics.Tensors;

/// <summary>Elementary functions over lanes: within two units in the last place, the same bits from every width.</summary>
internal static class LaneMath
{
    /// <summary>Cody and Waite's reduction by ln 2 and Cephes' polynomial of expf; subnormal results are rounded once more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x)
        where T : struct, ILanes<T>
    {
        T low = T.Of(-104f), high = T.Of(89f);
        T within = T.IfLess(x, low, low, T.IfLess(high, x, high, x));
        T n = T.Round(within * T.Of(1.44269504f));
        T r = T.Fuse(n, T.Of(-0.693359375f), within);
        r = T.Fuse(n, T.Of(2.12194440e-4f), r);
        T p = T.Fuse(T.Of(1.9875691500e-4f), r, T.Of(1.3981999507e-3f));
        p = T.Fuse(p, r, T.Of(8.3334519073e-3f));
        p = T.Fuse(p, r, T.Of(4.1665795894e-2f));
        p = T.Fuse(p, r, T.Of(1.6666665459e-1f));
        p = T.Fuse(p, r, T.Of(5.0000001201e-1f));
        p = T.Fuse(p, r * r, r) + T.Of(1f);

        // The power is applied in two halves, since one factor could be out of range where the result is not.
        T half = T.Round(n * T.Of(0.5f));
        return p * T.PowerOfTwo(half) * T.PowerOfTwo(n - half);
    }

    /// <summary><see cref="Exp"/> by a call: the compiler gives up writing a long function in place, and then calls every single operation.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T ExpApart<T>(T x)
        where T : struct, ILanes<T> => Exp(x);

    /// <summary><see cref="Sigmoid"/> by a call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T SigmoidApart<T>(T x)
        where T : struct, ILanes<T> => Sigmoid(x);

    /// <summary><see cref="Log"/> by a call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T LogApart<T>(T x)
        where T : struct, ILanes<T> => Log(x);

    /// <summary><see cref="Erf"/> by a call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T ErfApart<T>(T x)
        where T : struct, ILanes<T> => Erf(x);

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid<T>(T x)
        where T : struct, ILanes<T> => T.Of(1f) / (T.Of(1f) + Exp(T.Of(0f) - x));

    /// <summary>Cephes' tanhf: a polynomial near zero, else by the exponential.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh<T>(T x)
        where T : struct, ILanes<T>
    {
        T size = T.Abs(x), z = x * x;
        T p = T.Fuse(T.Of(-5.70498872745e-3f), z, T.Of(2.06390887954e-2f));
        p = T.Fuse(p, z, T.Of(-5.37397155531e-2f));
        p = T.Fuse(p, z, T.Of(1.33314422036e-1f));
        p = T.Fuse(p, z, T.Of(-3.33332819422e-1f));
        T near = T.Fuse(p * z, x, x);
        T far = T.CopySign(T.Of(1f) - (T.Of(2f) / (Exp(size + size) + T.Of(1f))), x);
        return T.IfLess(size, T.Of(0.625f), near, far);
    }

    /// <summary>The error function: polynomials by N. Juffa, near zero and, through the exponential, beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Erf<T>(T x)
        where T : struct, ILanes<T>
    {
        T t = T.Abs(x), s = x * x;
        T far = T.Fuse(T.Of(-1.72853470e-5f), t, T.Of(3.83197126e-4f));
        far = T.Fuse(far, s, T.Fuse(T.Of(-3.88396438e-3f), t, T.Of(2.42546219e-2f)));
        far = T.Fuse(far, t, T.Of(-1.06777877e-1f));
        far = T.Fuse(far, t, T.Of(-6.34846687e-1f));
        far = T.Fuse(far, t, T.Of(-1.28717512e-1f));
        far = T.Fuse(far, t, T.Of(0f) - t);
        far = T.CopySign(T.Of(1f) - ExpApart(far), x);
        T near = T.Fuse(T.Of(-5.96761703e-4f), s, T.Of(4.99119423e-3f));
        near = T.Fuse(near, s, T.Of(-2.67681349e-2f));
        near = T.Fuse(near, s, T.Of(1.12819925e-1f));
        near = T.Fuse(near, s, T.Of(-3.76125336e-1f));
        near = T.Fuse(near, s, T.Of(1.28379166e-1f));
        near = T.Fuse(near, x, x);

        // Beyond 4 it is 1 to the last bit, and the polynomial would leave its range.
        far = T.IfLess(T.Of(4f), t, T.CopySign(T.Of(1f), x), far);
        return T.IfLess(t, T.Of(0.927734375f), near, far);
    }

    /// <summary>Natural logarithm, Cephes' logf; minus infinity for 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log<T>(T x)
        where T : struct, ILanes<T>
    {
        T tiny = T.Of(1.17549435e-38f);
        T scaled = T.IfLess(x, tiny, x * T.Of(8388608f), x);
        (T e, T m) = T.Parts(scaled);
        e = e - T.IfLess(x, tiny, T.Of(23f), T.Of(0f));
        T root = T.Of(1.41421356f);
        e = T.IfLess(root, m, e + T.Of(1f), e);
        T f = T.IfLess(root, m, m * T.Of(0.5f), m) - T.Of(1f);
        T z = f * f;
        T p = T.Fuse(T.Of(7.0376836292e-2f), f, T.Of(-1.1514610310e-1f));
        p = T.Fuse(p, f, T.Of(1.1676998740e-1f));
        p = T.Fuse(p, f, T.Of(-1.2420140846e-1f));
        p = T.Fuse(p, f, T.Of(1.4249322787e-1f));
        p = T.Fuse(p, f, T.Of(-1.6668057665e-1f));
        p = T.Fuse(p, f, T.Of(2.0000714765e-1f));
        p = T.Fuse(p, f, T.Of(-2.4999993993e-1f));
        p = T.Fuse(p, f, T.Of(3.3333331174e-1f));
        T y = T.Fuse(e, T.Of(-2.12194440e-4f), p * f * z);
        y = T.Fuse(T.Of(-0.5f), z, y);
        T result = T.Fuse(e, T.Of(0.693359375f), f + y);
        result = T.IfLess(T.Of(0f), x, result, T.IfLess(x, T.Of(0f), T.Of(float.NaN), x + T.Of(float.NegativeInfinity)));
        return T.IfLess(T.Of(float.MaxValue), x, x, result);
    }
}
