using Sim.Plugins.Sdk;

namespace Sim.Host.Drivers;

/// <summary>A driver for the length of one case. Disposing gives it back. Thread-safe.</summary>
internal interface IDriverLease : IDisposable
{
    /// <summary>The driver. Its options are those of the lease, whatever it is given.</summary>
    IDriver Driver { get; }

    /// <summary>Says that it failed in this case: its process is killed, and the next one gets a fresh one.</summary>
    void Condemn();

    /// <summary>What it wrote on its outputs since the last call; null when nobody catches its outputs.</summary>
    byte[]? TakeLog();
}
