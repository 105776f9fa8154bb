namespace Sim.Plugins.Sdk;

/// <summary>
/// A driver failed in a way that can be stated: a deadline, a lost process, a bad answer. The message is for people, begins in lower case, holds
/// nothing that changes from run to run (no wall time, process id, path of this machine) and becomes part of the case's verdict as it is.
/// </summary>
/// <param name="message">What happened.</param>
/// <param name="inner">The cause, if any.</param>
public sealed class DriverFailedException(string message, Exception? inner = null) : Exception(message, inner);
