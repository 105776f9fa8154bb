namespace Sim.Plugins.Retrieval.Index;

/// <summary>An entry that answers a question.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Distance">2-Wasserstein distance to the question; for a question by tag one minus the tag's strength.</param>
/// <param name="Assignment">For each actor of the question the actor of the scene that it was matched with, −1 for none; empty for a question by tag.</param>
internal sealed record SceneMatch(IndexEntry Entry, double Distance, IReadOnlyList<int> Assignment);
