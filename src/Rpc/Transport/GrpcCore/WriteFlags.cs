namespace Grpc.Core;

/// <summary>Hints for one write.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>No hint.</summary>
    None = 0,

    /// <summary>The message may wait in a buffer for the next one.</summary>
    BufferHint = 0x1,

    /// <summary>The message goes uncompressed, whatever the call agreed on.</summary>
    NoCompress = 0x2,
}
