namespace Sim.Interp.Training;

/// <summary>Where an activation lies on disk.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Row">Its row there, from 0.</param>
/// <param name="Sequence">The sequence it belongs to, where the file says it.</param>
/// <param name="Position">Its place in the sequence, from 0.</param>
public sealed record RowPlace(string File, long Row, long? Sequence, long? Position);
