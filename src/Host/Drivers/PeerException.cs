namespace Sim.Host.Drivers;

/// <summary>A process or service that a run needs cannot be reached or does not fit: exit code 3.</summary>
/// <param name="message">What happened and what to check.</param>
/// <param name="inner">The cause, if any.</param>
internal sealed class PeerException(string message, Exception? inner = null) : Exception(message, inner);
