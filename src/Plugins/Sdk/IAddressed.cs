namespace Sim.Plugins.Sdk;

/// <summary>
/// A module that stands for a whole scheme of addresses and is named as the scheme: the driver "grpc" answers every <c>grpc://host:port</c>.
/// Thread-safe.
/// </summary>
/// <typeparam name="TContract">The contract, such as <see cref="IDriver"/>.</typeparam>
public interface IAddressed<out TContract>
    where TContract : class, IModule
{
    /// <summary>The module at an address. Touches neither files nor the network: whoever uses the module connects.</summary>
    /// <param name="address">The whole address as written, scheme included.</param>
    /// <returns>The same module for the same address.</returns>
    /// <exception cref="InputException">Not an address of this scheme; says what is wrong and what to write.</exception>
    TContract At(string address);
}
