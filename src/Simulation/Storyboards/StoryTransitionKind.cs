namespace Sim.Simulation.Storyboards;

/// <summary>How an element of a storyboard came from one state to the next.</summary>
public enum StoryTransitionKind
{
    /// <summary>Its parent runs, so that it waits for its trigger.</summary>
    Enter,
    /// <summary>It begins.</summary>
    Start,
    /// <summary>It has done what it was to do, or was overruled.</summary>
    End,
    /// <summary>A stop trigger ended it.</summary>
    Stop,
    /// <summary>Its trigger held, but its priority let it not begin.</summary>
    Skip,
}
