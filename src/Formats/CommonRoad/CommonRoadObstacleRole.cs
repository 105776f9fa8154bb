namespace Sim.Formats.CommonRoad;

/// <summary>How CommonRoad classifies an obstacle.</summary>
public enum CommonRoadObstacleRole
{
    /// <summary>Does not move.</summary>
    Static,
    /// <summary>Moves.</summary>
    Dynamic,
    /// <summary>Part of the surroundings, outlined in the world frame.</summary>
    Environment,
    /// <summary>Traffic that may be hidden from view: occupancies without a body. Never an actor of a recording.</summary>
    Phantom,
}
