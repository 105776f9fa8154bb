using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>A function of two numbers and its derivatives. That of b is split, so that where one b met many a only the sum of the first part has to be formed.</summary>
internal interface IFunction2
{
    /// <summary>The result.</summary>
    static abstract T Value<T>(T a, T b)
        where T : struct, ILanes<T>;

    /// <summary>The gradient of a, given that of the result.</summary>
    static abstract T BackA<T>(T gradient, T a, T b)
        where T : struct, ILanes<T>;

    /// <summary>The part of b's gradient that differs from a to a.</summary>
    static abstract T TermB<T>(T gradient, T a)
        where T : struct, ILanes<T>;

    /// <summary>The gradient of b, given the sum of its terms.</summary>
    static abstract T BackB<T>(T sum, T b)
        where T : struct, ILanes<T>;
}
