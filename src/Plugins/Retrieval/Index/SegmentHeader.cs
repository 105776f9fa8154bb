namespace Sim.Plugins.Retrieval.Index;

/// <summary>What a segment file says about itself; stands behind its magic number. Places are bytes from the file's start. Plain data.</summary>
internal sealed record SegmentHeader
{
    /// <summary>Name of the encoder.</summary>
    public required string Encoder { get; init; }

    /// <summary>Version of the encoder.</summary>
    public required string EncoderVersion { get; init; }

    /// <summary>Length of a vector.</summary>
    public required int Dimension { get; init; }

    /// <summary>Most vectors of an entry.</summary>
    public required int MaxActors { get; init; }

    /// <summary>Number of entries.</summary>
    public required int Count { get; init; }

    /// <summary>Tags whose strengths are stored, in order.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Where the table begins: signatures, strengths of tags, places of vectors and of entries, their checks.</summary>
    public required long TableAt { get; init; }

    /// <summary>Where the vectors begin.</summary>
    public required long VectorsAt { get; init; }

    /// <summary>Where the entries begin.</summary>
    public required long EntriesAt { get; init; }

    /// <summary>Length of the file.</summary>
    public required long Length { get; init; }

    /// <summary>Check of the table (<see cref="WordCheck"/>), hexadecimal.</summary>
    public required string TableCheck { get; init; }
}
