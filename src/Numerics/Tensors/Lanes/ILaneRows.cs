namespace Sim.Numerics.Tensors;

/// <summary>Work on one row, written over lanes.</summary>
internal interface ILaneRows
{
    void Run<T>(int row)
        where T : struct, ILanes<T>;
}
