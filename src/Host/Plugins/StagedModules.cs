using Sim.Plugins.Sdk;

namespace Sim.Host.Plugins;

/// <summary>Collects what a plugin registers, so that a plugin that fails half-way adds nothing.</summary>
internal sealed class StagedModules : IModuleRegistry
{
    private readonly List<(string Contract, string Name, Func<ModuleCatalog, bool> Free, Action<ModuleCatalog> Add, string Description)> _modules = [];

    /// <summary>What was registered.</summary>
    public IReadOnlyList<(string Contract, string Name, string Description)> Names => [.. _modules.Select(m => (m.Contract, m.Name, m.Description))];

    /// <inheritdoc/>
    public void Add<TContract>(TContract module)
        where TContract : class, IModule
    {
        ArgumentNullException.ThrowIfNull(module);
        string word = ModuleCatalog.Word<TContract>();
        if (string.IsNullOrWhiteSpace(module.Name))
        {
            throw new InvalidOperationException($"a {word} has no name");
        }

        if (_modules.Any(m => m.Contract == word && m.Name == module.Name))
        {
            throw new InvalidOperationException($"it registers two {word}s named '{module.Name}'");
        }

        _modules.Add((word, module.Name, c => c.Find<TContract>(module.Name) is null, c => c.Add(module), module.Description));
    }

    /// <summary>Adds everything to a catalog, or nothing.</summary>
    /// <exception cref="InvalidOperationException">A name is taken.</exception>
    public void MoveTo(ModuleCatalog catalog)
    {
        foreach (var module in _modules)
        {
            if (!module.Free(catalog))
            {
                throw new InvalidOperationException($"its {module.Contract} '{module.Name}' has a name that is taken");
            }
        }

        foreach (var module in _modules)
        {
            module.Add(catalog);
        }
    }
}
