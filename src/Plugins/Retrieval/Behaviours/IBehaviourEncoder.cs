namespace Sim.Plugins.Retrieval.Behaviours;

/// <summary>
/// Turns what one actor did into a vector; a learned encoder takes its place later. Distances between vectors are Euclidean, and the vector zero
/// stands for an actor that is not there. Implementations are thread-safe, deterministic and invariant under rotation and translation of the scene
/// and under the order of its actors.
/// </summary>
internal interface IBehaviourEncoder
{
    /// <summary>Name, written into an index: vectors of different encoders never meet.</summary>
    string Name { get; }

    /// <summary>Version; a change of vectors raises it.</summary>
    string Version { get; }

    /// <summary>Length of a vector.</summary>
    int Dimension { get; }

    /// <summary>Writes the vector of one actor of a scene.</summary>
    /// <param name="scene">The scene: a slice of a recording.</param>
    /// <param name="track">Index of the actor's track in the slice.</param>
    /// <param name="vector">Receives <see cref="Dimension"/> finite values.</param>
    void Encode(Recording scene, int track, Span<double> vector);

    /// <summary>Writes the vectors of all actors of a scene, one after the other in the order of its tracks.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="vectors">Receives <see cref="Dimension"/> values for each track.</param>
    void EncodeAll(Recording scene, Span<double> vectors)
    {
        for (int track = 0; track < scene.Tracks.Count; track++)
        {
            Encode(scene, track, vectors.Slice(track * Dimension, Dimension));
        }
    }
}
