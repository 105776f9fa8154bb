namespace Sim.Formats.Mcap;

/// <summary>Content of an MCAP file, in the order of the file.</summary>
/// <param name="Messages">Messages.</param>
/// <param name="Attachments">Attachments: name → bytes; a later one of the same name wins.</param>
/// <param name="Metadata">Metadata records: name → pairs.</param>
public sealed record McapContent(
    IReadOnlyList<McapMessage> Messages,
    IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Attachments,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Metadata);
