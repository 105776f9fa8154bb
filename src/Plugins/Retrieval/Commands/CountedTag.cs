namespace Sim.Plugins.Retrieval.Commands;

/// <summary>A tag and how often it occurs. Plain data.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Scenes">Scenes that show it.</param>
internal sealed record CountedTag(string Tag, int Scenes);
