using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>The modules behind a service, by name. Immutable.</summary>
internal sealed class ModuleList<T>
    where T : class, IModule
{
    private readonly IReadOnlyList<T> _modules;

    public ModuleList(IEnumerable<T> modules, Func<T, Messages.ModuleInfo> describe)
    {
        _modules = [.. modules];
        if (_modules.Count == 0)
        {
            throw new ArgumentException("A service needs at least one module.", nameof(modules));
        }

        Infos = [.. _modules.Select(describe)];
    }

    public IReadOnlyList<Messages.ModuleInfo> Infos { get; }

    public T Find(string name) =>
        (name.Length == 0 && _modules.Count == 1 ? _modules[0] : _modules.FirstOrDefault(m => m.Name == name))
        ?? throw ContractErrors.ModuleUnknown(name, _modules.Select(m => m.Name));
}
