namespace Sim.Numerics.Tensors;

internal static class GemmSizes
{
    /// <summary>Steps of the depth whose products are added up in registers; part of what a product's bits depend on, so one number for all processors.</summary>
    public const int Depth = 512;

    /// <summary>Columns of B that are packed at a time.</summary>
    public const int BlockColumns = 256;

    /// <summary>Rows that share a packed block of B, where there are so many.</summary>
    public const int ChunkRows = 768;

    /// <summary>The same where there would otherwise not be a task for each thread.</summary>
    public const int LeastChunkRows = 96;
}
