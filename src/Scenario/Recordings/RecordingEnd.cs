namespace Sim;

/// <summary>Why a recording ended.</summary>
public enum RecordingEnd
{
    /// <summary>The horizon was reached.</summary>
    Horizon,
    /// <summary>The ego reached its goal.</summary>
    GoalReached,
    /// <summary>The ego hit something and the scenario ends at contacts.</summary>
    Contact,
    /// <summary>The driver failed: crash, bad answer, missed deadline.</summary>
    DriverFailed,
    /// <summary>The simulator failed.</summary>
    SimulatorFailed,
    /// <summary>Stopped by time budget or the user.</summary>
    Interrupted,
    /// <summary>The log ends here.</summary>
    LogEnd,
    /// <summary>The storyboard was stopped by its own trigger.</summary>
    StoryboardEnd,
}
