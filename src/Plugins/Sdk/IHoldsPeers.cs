namespace Sim.Plugins.Sdk;

/// <summary>A module that holds processes or connections. Thread-safe.</summary>
public interface IHoldsPeers
{
    /// <summary>Ends every process and connection that it holds. It can be used again.</summary>
    void Release();
}
