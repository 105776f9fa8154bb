namespace Sim.Interp.Training;

/// <summary>How rows are mixed on their way from disk into batches.</summary>
public sealed record StreamOptions
{
    /// <summary>Rows of a batch.</summary>
    public int BatchRows { get; init; } = 2048;

    /// <summary>Rows that are held and mixed; at least twice a batch. All memory that the stream needs is this times the width.</summary>
    public int BufferRows { get; init; } = 65536;

    /// <summary>Rows that are read one after the other; blocks come in another order in each pass through the data.</summary>
    public int BlockRows { get; init; } = 1024;

    /// <summary>Seed of both orders.</summary>
    public ulong Seed { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockRows, 1);
        if (BufferRows < 2L * BatchRows)
        {
            throw new ArgumentOutOfRangeException(nameof(BufferRows), BufferRows, $"the buffer must hold two batches of {BatchRows} rows");
        }
    }
}
