namespace Sim.Plugins.Sumo.Traci;

/// <summary>What a TraCI server answered is wrong, too late, or a refusal.</summary>
/// <param name="message">What, in a sentence without a full stop.</param>
/// <param name="isLost">True when the connection cannot be used any more: the peer has gone, hangs or does not speak TraCI.</param>
/// <param name="inner">The cause, if any.</param>
internal sealed class TraciException(string message, bool isLost, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when the connection cannot be used any more.</summary>
    public bool IsLost { get; } = isLost;
}
