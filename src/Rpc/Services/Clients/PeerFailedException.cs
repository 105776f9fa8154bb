namespace Sim.Rpc.Services;

/// <summary>
/// A module in another process failed. The message begins in lower case, holds nothing that changes from run to run and goes into results as it is.
/// </summary>
/// <param name="message">What happened.</param>
/// <param name="inner">The cause, if any.</param>
public sealed class PeerFailedException(string message, Exception? inner = null) : Exception(message, inner);
