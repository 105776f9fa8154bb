namespace Sim.Plugins.Sdk;

/// <summary>Runs scenarios step by step: the embedded engine and every bridge. Thread-safe: sessions are independent.</summary>
public interface ISimulator : IModule
{
    /// <summary>Who it is and what it promises.</summary>
    SimulatorInfo Info { get; }

    /// <summary>Opens a session. One session serves one case at a time and is used by one thread.</summary>
    /// <exception cref="InputException">Options are wrong.</exception>
    ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken);
}
