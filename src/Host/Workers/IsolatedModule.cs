using Google.Protobuf;
using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>A module that lives in another process. As thread-safe as its contract says.</summary>
/// <param name="description">Who it is.</param>
/// <param name="source">Where it is reached.</param>
internal abstract class IsolatedModule(ModuleDescription description, ILeaseSource source) : IModule
{
    /// <inheritdoc/>
    public string Name => description.Name;

    /// <inheritdoc cref="IModule.Description"/>
    string IModule.Description => description.Description;

    /// <summary>Everything about it that does not change.</summary>
    public ModuleDescription Description => description;

    /// <summary>Where it is reached.</summary>
    protected ILeaseSource Source => source;

    /// <summary>The same module for the calls of one case.</summary>
    public IModule In(WorkerScope scope) => With(source.In(scope));

    /// <summary>The same module, reached in another way.</summary>
    protected abstract IModule With(ILeaseSource other);

    /// <summary>Asks once.</summary>
    protected IReadOnlyList<ByteString> Ask(string method, CancellationToken cancellationToken, params IEnumerable<byte[]> arguments)
    {
        using var lease = source.Begin();
        return lease.Ask(description.Object, method, cancellationToken, arguments);
    }
}
