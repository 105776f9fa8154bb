namespace Sim;

/// <summary>What an actor does over a few seconds.</summary>
public enum DrivenManoeuvre
{
    /// <summary>Goes straight on, or follows its lane.</summary>
    Straight,
    /// <summary>Stands.</summary>
    Stopped,
    /// <summary>Drives backwards.</summary>
    Reversing,
    /// <summary>Turns left.</summary>
    LeftTurn,
    /// <summary>Turns right.</summary>
    RightTurn,
    /// <summary>Changes to a lane on its left.</summary>
    LaneChangeLeft,
    /// <summary>Changes to a lane on its right.</summary>
    LaneChangeRight,
}
