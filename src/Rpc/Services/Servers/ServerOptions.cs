namespace Sim.Rpc.Services;

/// <summary>What a server of the contract says of itself and allows. Immutable.</summary>
public sealed record ServerOptions
{
    /// <summary>Name of the server, when it has several modules.</summary>
    public string Name { get; init; } = "Sim";

    /// <summary>Version of the server, when it has several modules.</summary>
    public string Version { get; init; } = "";

    /// <summary>Sessions at the same time, at least 1.</summary>
    public int MaxSessions { get; init; } = 64;

    /// <summary>Largest message that it receives, bytes; 0 when it is not stated.</summary>
    public long MaxMessageBytes { get; init; }

    /// <summary>The clock of the leases.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
