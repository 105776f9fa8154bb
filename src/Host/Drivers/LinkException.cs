namespace Sim.Host.Drivers;

/// <summary>A handshake failed.</summary>
/// <param name="message">What happened; begins in lower case.</param>
/// <param name="retryable">True when nobody answered (yet); false when somebody did and does not fit.</param>
/// <param name="inner">The cause, if any.</param>
internal sealed class LinkException(string message, bool retryable, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when trying again may help.</summary>
    public bool Retryable => retryable;
}
