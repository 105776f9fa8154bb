namespace Sim.Host.Workers;

/// <summary>The other end of a conversation is gone.</summary>
/// <param name="inner">The cause, if any.</param>
internal sealed class ConversationEndedException(Exception? inner = null) : Exception("the other end of the conversation is gone", inner);
