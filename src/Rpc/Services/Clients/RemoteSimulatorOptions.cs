namespace Sim.Rpc.Services;

/// <summary>How a remote simulator is treated. Immutable.</summary>
public sealed record RemoteSimulatorOptions
{
    /// <summary>Name of the simulator in messages and lists, usually its address or command.</summary>
    public string Name { get; init; } = "remote";

    /// <summary>Name of the module, when the server has several; empty for the only one.</summary>
    public string Module { get; init; } = "";

    /// <summary>Capabilities that it must have besides taking scenarios; it is refused by the name of the first that it lacks.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>How long it may take.</summary>
    public Deadlines Deadlines { get; init; } = Deadlines.ForSimulators;

    /// <summary>Finds secrets that its own options refer to; null leaves the references as they are.</summary>
    public Func<string, string?>? Secrets { get; init; }

    /// <summary>True: what the simulator cannot do of a scenario is an error instead of an assumption of the recording.</summary>
    public bool Strict { get; init; }
}
