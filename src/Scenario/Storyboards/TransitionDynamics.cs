namespace Sim.Storyboards;

/// <summary>How fast a value goes to its target.</summary>
/// <param name="Shape">Shape.</param>
/// <param name="Dimension">What <paramref name="Value"/> says.</param>
/// <param name="Value">Rate, time or distance, not negative.</param>
/// <param name="FollowPosition">True: the shape is followed exactly (followingMode position); false: within the performance (follow). 1.2; default position.</param>
public sealed record TransitionDynamics(TransitionShape Shape, TransitionDimension Dimension, double Value, bool FollowPosition = true);
