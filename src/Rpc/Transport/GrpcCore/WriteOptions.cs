namespace Grpc.Core;

/// <summary>How messages are written. Immutable.</summary>
public class WriteOptions
{
    /// <summary>No hints.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>Options with hints.</summary>
    /// <param name="flags">The hints.</param>
    public WriteOptions(WriteFlags flags = default) => Flags = flags;

    /// <summary>The hints.</summary>
    public WriteFlags Flags { get; }
}
