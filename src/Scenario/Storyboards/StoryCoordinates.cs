namespace Sim.Storyboards;

/// <summary>In which system a distance is measured.</summary>
public enum StoryCoordinates
{
    /// <summary>The triggering entity's own axes.</summary>
    Entity,
    /// <summary>Along and across the lane (s and t of the lane).</summary>
    Lane,
    /// <summary>Along and across the road's reference line.</summary>
    Road,
    /// <summary>Along the route or trajectory that the entity follows (1.1 "trajectory").</summary>
    Trajectory,
    /// <summary>World axes (1.2).</summary>
    World,
}
