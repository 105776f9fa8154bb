namespace Sim.Rpc.Services;

/// <summary>State of a session with a simulator.</summary>
public enum SimulatorState
{
    /// <summary>No such session: never opened, closed, or its lease has ended.</summary>
    Closed,
    /// <summary>Nothing is loaded.</summary>
    Open,
    /// <summary>A scenario is loaded and has not begun.</summary>
    Loaded,
    /// <summary>The scenario stands at a step.</summary>
    Running,
    /// <summary>The scenario has ended.</summary>
    Ended,
    /// <summary>The simulator has failed.</summary>
    Faulted,
}
