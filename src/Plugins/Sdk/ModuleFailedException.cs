namespace Sim.Plugins.Sdk;

/// <summary>
/// A module failed in a way that can be stated as it is: it ran in another process and threw there, or that process was lost. The message is for
/// people, holds nothing that changes from run to run (no wall time, process id, path of this machine) and becomes part of the case's reason.
/// </summary>
/// <param name="message">What happened.</param>
/// <param name="inner">The cause, if any.</param>
public sealed class ModuleFailedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when the module decided nothing: its process, the connection to it or its answer in time was lost, so that the case may be tried again.</summary>
    public bool IsLost { get; init; }
}
