namespace Sim.Plugins.Retrieval.Index;

/// <summary>A scene that was found. Immutable.</summary>
/// <param name="Id">Id in the index: source file, first step, ego.</param>
/// <param name="Distance">2-Wasserstein distance between the sets of behaviour vectors.</param>
/// <param name="Scene">The slice of its recording, with its map.</param>
/// <param name="Assignment">For each actor of the question the track of <paramref name="Scene"/> that it was matched with, −1 for none.</param>
/// <param name="Tags">Tags of the scene.</param>
/// <param name="Licence">Licence of its source.</param>
internal sealed record RetrievedScene(string Id, double Distance, Recording Scene, IReadOnlyList<int> Assignment, IReadOnlyList<string> Tags, string Licence);
