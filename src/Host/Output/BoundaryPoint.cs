namespace Sim.Host.Output;

/// <summary>A point between the ends.</summary>
/// <param name="At">Its values with names and units.</param>
/// <param name="Outcome">What happens there, in words.</param>
internal sealed record BoundaryPoint(string At, string Outcome);
