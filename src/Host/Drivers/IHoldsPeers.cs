namespace Sim.Host.Drivers;

/// <summary>A module that holds processes or connections.</summary>
internal interface IHoldsPeers
{
    /// <summary>Ends them all. The module can be used again.</summary>
    void Release();
}
