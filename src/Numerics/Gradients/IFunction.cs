using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>A function of one number and its derivative, written once for every width of the processor.</summary>
internal interface IFunction
{
    /// <summary>y.</summary>
    T Value<T>(T x)
        where T : struct, ILanes<T>;

    /// <summary>The gradient of x, given that of y.</summary>
    T Back<T>(T gradient, T x, T y)
        where T : struct, ILanes<T>;
}
