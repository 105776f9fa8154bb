namespace Sim.Rpc.Services;

/// <summary>How a remote assessor, guard or sensor is treated. Immutable.</summary>
public sealed record RemoteModuleOptions
{
    /// <summary>Name in messages and lists.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the module, when the server has several; empty for the only one.</summary>
    public string Module { get; init; } = "";

    /// <summary>How long the handshake may take.</summary>
    public TimeSpan ConnectDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one call may take; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</summary>
    public TimeSpan CallDeadline { get; init; } = TimeSpan.FromSeconds(300);
}
