namespace Sim.Plugins.Retrieval.Commands;

/// <summary>Answer of <c>sim retrieval find</c>. Plain data.</summary>
/// <param name="Like">What was asked for.</param>
/// <param name="ByTag">True when it was a tag.</param>
/// <param name="IndexScenes">Scenes in the index.</param>
/// <param name="Scenes">The answers, best first.</param>
internal sealed record FoundScenes(string Like, bool ByTag, int IndexScenes, IReadOnlyList<FoundScene> Scenes);
