namespace Sim.Host.Store;

/// <summary>A case is in two shards.</summary>
internal sealed class DuplicateCaseException(string message) : Exception(message);
