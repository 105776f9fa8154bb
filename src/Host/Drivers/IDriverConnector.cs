namespace Sim.Host.Drivers;

/// <summary>Makes connections to driver services. Thread-safe.</summary>
internal interface IDriverConnector
{
    /// <summary>To a process of ours, at a private Unix socket.</summary>
    IDriverLink ToProcess(string address);

    /// <summary>To whoever listens at an address.</summary>
    /// <exception cref="InputException">A file or secret that the options name is missing or wrong.</exception>
    IDriverLink ToAddress(DriverAddress address, AddressOptions options, FileRoots files);
}
