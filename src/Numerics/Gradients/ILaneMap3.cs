using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>A function of three numbers.</summary>
internal interface ILaneMap3
{
    /// <summary>The result.</summary>
    T Of<T>(T x, T y, T z)
        where T : struct, ILanes<T>;
}
