namespace Sim.Storyboards;

/// <summary>States and transitions of an element.</summary>
public enum StoryboardElementState
{
    /// <summary>Waits for its trigger.</summary>
    StandbyState,
    /// <summary>Runs.</summary>
    RunningState,
    /// <summary>Has ended.</summary>
    CompleteState,
    /// <summary>Starts in this step.</summary>
    StartTransition,
    /// <summary>Ends regularly in this step.</summary>
    EndTransition,
    /// <summary>Is stopped in this step.</summary>
    StopTransition,
    /// <summary>Is skipped in this step.</summary>
    SkipTransition,
}
