namespace Sim;

/// <summary>A cell of the grid of outcomes that occurs.</summary>
/// <param name="Bins">Index of the bin on each axis.</param>
/// <param name="Cases">Cases in it.</param>
/// <param name="Example">Id of one of them, the first by id.</param>
public sealed record BehaviourCell(IReadOnlyList<int> Bins, int Cases, string Example);
