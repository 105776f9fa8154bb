namespace Sim.Simulation.Storyboards;

/// <summary>A resolved position.</summary>
/// <param name="X">m.</param>
/// <param name="Y">m.</param>
/// <param name="Heading">rad.</param>
/// <param name="Place">Its place on the network, when the position was given there.</param>
internal readonly record struct StoryPose(double X, double Y, double Heading, NetPlace Place = default);
