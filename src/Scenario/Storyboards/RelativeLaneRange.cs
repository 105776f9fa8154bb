namespace Sim.Storyboards;

/// <summary>A range of lanes relative to an entity's: 0 its own, positive to the left.</summary>
/// <param name="From">First, or null for no end.</param>
/// <param name="To">Last, or null for no end.</param>
public sealed record RelativeLaneRange(int? From = null, int? To = null);
