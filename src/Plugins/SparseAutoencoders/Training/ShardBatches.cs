using Sim.Interp.Training;
using Sim.Numerics.Tensors;

namespace Sim.Plugins.SparseAutoencoders.Training;

/// <summary>Rows of shards in their order, in batches.</summary>
internal static class ShardBatches
{
    /// <summary>Batches; each is only valid until the next one.</summary>
    /// <param name="shards">Where rows come from.</param>
    /// <param name="batch">Rows of a batch.</param>
    /// <param name="most">Rows in all, as far as there are so many.</param>
    public static IEnumerable<Tensor> Read(ActivationShards shards, int batch, long most)
    {
        long rows = Math.Min(most, shards.Rows);
        var buffer = new Tensor((int)Math.Min(batch, rows), shards.Width);
        for (long first = 0; first < rows; first += buffer.Rows)
        {
            Tensor part = buffer.Slice(0, (int)Math.Min(buffer.Rows, rows - first));
            shards.Copy(first, part.Values);
            yield return part;
        }
    }
}
