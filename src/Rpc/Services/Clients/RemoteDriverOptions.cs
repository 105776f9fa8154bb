namespace Sim.Rpc.Services;

/// <summary>How a remote driver is treated. Immutable.</summary>
public sealed record RemoteDriverOptions
{
    /// <summary>Name of the driver in messages and lists, usually its address or command.</summary>
    public string Name { get; init; } = "remote";

    /// <summary>Name of the module, when the server has several; empty for the only one.</summary>
    public string Module { get; init; } = "";

    /// <summary>How long it may take.</summary>
    public Deadlines Deadlines { get; init; } = Deadlines.Usual;

    /// <summary>Finds secrets that its own options refer to; null leaves the references as they are.</summary>
    public Func<string, string?>? Secrets { get; init; }
}
