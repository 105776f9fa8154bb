namespace Sim.Storyboards;

/// <summary>A share of traffic.</summary>
/// <param name="Word">Category or role as the file has it.</param>
/// <param name="Weight">Weight, not negative.</param>
public sealed record TrafficShare(string Word, double Weight);
