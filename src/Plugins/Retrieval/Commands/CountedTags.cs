namespace Sim.Plugins.Retrieval.Commands;

/// <summary>Answer of <c>sim retrieval tags</c>. Plain data.</summary>
/// <param name="Scenes">Scenes in the index.</param>
/// <param name="Tags">All tags.</param>
internal sealed record CountedTags(int Scenes, IReadOnlyList<CountedTag> Tags);
