namespace Sim.Numerics.Tensors;

/// <summary>A function of two numbers.</summary>
internal interface ILaneMap2
{
    T Of<T>(T x, T y)
        where T : struct, ILanes<T>;
}
