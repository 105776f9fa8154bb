namespace Sim.Plugins.Retrieval.Index;

/// <summary>A scene with the vectors of its actors, ready for an index.</summary>
/// <param name="Entry">What it is.</param>
/// <param name="Vectors">One vector for each actor, in the order of the window's ids.</param>
internal sealed record IndexedScene(IndexEntry Entry, double[] Vectors);
