namespace Sim.Numerics.Tensors;

/// <summary>A function of one number.</summary>
internal interface ILaneMap
{
    T Of<T>(T x)
        where T : struct, ILanes<T>;
}
