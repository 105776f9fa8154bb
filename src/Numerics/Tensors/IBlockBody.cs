namespace Sim.Numerics.Tensors;

/// <summary>Work over a range that <see cref="Workers"/> cuts into blocks; a struct, so that no closure is made.</summary>
public interface IBlockBody
{
    /// <summary>Does the items <paramref name="first"/> to <paramref name="end"/> - 1. Is called from several threads at once, for blocks that do not overlap.</summary>
    /// <param name="first">First item, a multiple of the block's length.</param>
    /// <param name="end">One beyond the last item.</param>
    void Run(int first, int end);
}
