namespace Sim.Reports.Reducing;

/// <summary>Where a search between a failing point (position 0) and a passing one (the last position) ended.</summary>
/// <param name="Fails">Last position on the way that fails.</param>
/// <param name="Passes">First position after it that was found to pass; a neighbour of <paramref name="Fails"/> unless the search was stopped.</param>
/// <param name="Undecided">The position at which the search had to stop, or null.</param>
/// <param name="Otherwise">Positions that answer otherwise than a single boundary would have it, ascending.</param>
internal sealed record BoundaryFound(int Fails, int Passes, int? Undecided, IReadOnlyList<int> Otherwise);
