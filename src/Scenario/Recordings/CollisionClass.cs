namespace Sim;

/// <summary>nuPlan's collision classes.</summary>
public enum CollisionClass
{
    /// <summary>The ego stands.</summary>
    StoppedEgo,
    /// <summary>The ego hits something that stands.</summary>
    StoppedTrack,
    /// <summary>The ego hits with its front.</summary>
    ActiveFront,
    /// <summary>The ego is hit at its rear.</summary>
    ActiveRear,
    /// <summary>Side contact.</summary>
    ActiveLateral,
}
