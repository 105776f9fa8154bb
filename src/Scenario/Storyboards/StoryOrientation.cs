namespace Sim.Storyboards;

/// <summary>An orientation.</summary>
/// <param name="Relative">True: added to the natural one of the position (along the road, the other entity's); false: in world axes.</param>
/// <param name="HeadingRad">Heading, rad, counter-clockwise.</param>
/// <param name="PitchRad">Pitch, rad.</param>
/// <param name="RollRad">Roll, rad.</param>
public sealed record StoryOrientation(bool Relative, double HeadingRad, double PitchRad = 0, double RollRad = 0);
