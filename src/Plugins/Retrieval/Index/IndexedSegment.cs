namespace Sim.Plugins.Retrieval.Index;

/// <summary>A segment of an index. Plain data.</summary>
/// <param name="File">Name of the file in the folder.</param>
/// <param name="Count">Entries.</param>
internal sealed record IndexedSegment(string File, int Count);
