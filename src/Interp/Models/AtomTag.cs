namespace Sim.Interp;

/// <summary>Where an activation that became an atom came from.</summary>
/// <param name="Sequence">Number of the sequence over all batches, from 0.</param>
/// <param name="Token">Place in the sequence, from 0.</param>
public readonly record struct AtomTag(long Sequence, int Token);
