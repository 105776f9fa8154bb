using Sim.Plugins.Retrieval.Index;

namespace Sim.Plugins.Retrieval.Commands;

/// <summary>Answer of <c>sim retrieval list</c>. Plain data.</summary>
/// <param name="Encoder">Name of the encoder.</param>
/// <param name="EncoderVersion">Its version.</param>
/// <param name="Scenes">Scenes.</param>
/// <param name="Segments">Segments.</param>
/// <param name="Sources">Files, in the order of adding.</param>
internal sealed record ListedIndex(string Encoder, string EncoderVersion, int Scenes, int Segments, IReadOnlyList<IndexedSource> Sources);
