using System.Buffers;
using Sim.Host.Drivers;
using Sim.Plugins.Sdk;

namespace Sim.Host.Plugins;

/// <summary>
/// The modules that this process knows, by contract and name. Filled once at start, then only read: reading is thread-safe.
/// </summary>
internal sealed class ModuleCatalog : IModuleRegistry
{
    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(IScenarioGenerator)] = "generator",
        [typeof(ISimulator)] = "simulator",
        [typeof(IDriver)] = "driver",
        [typeof(ISensor)] = "sensor",
        [typeof(IGuard)] = "guard",
        [typeof(IAssessor)] = "assessor",
        [typeof(IReportWriter)] = "report writer",
        [typeof(IFormat)] = "format",
        [typeof(ICommand)] = "command",
        [typeof(IEvaluation)] = "evaluation",
        [typeof(ISelfTest)] = "self-test",
    };

    private static readonly SearchValues<char> SchemeLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789+-.");

    private readonly Dictionary<Type, Contract> _contracts = Words.ToDictionary(w => w.Key, w => new Contract(w.Value));

    /// <inheritdoc/>
    public void Add<TContract>(TContract module)
        where TContract : class, IModule
    {
        ArgumentNullException.ThrowIfNull(module);
        var contract = Of(typeof(TContract));
        if (!contract.Modules.TryAdd(module.Name, module))
        {
            throw new InvalidOperationException($"A {contract.Word} named '{module.Name}' exists already; names are unique within a contract.");
        }
    }

    /// <summary>All modules of a contract in ordinal order of their names.</summary>
    public IReadOnlyList<TContract> All<TContract>()
        where TContract : class, IModule => [.. Of(typeof(TContract)).Modules.Values.Cast<TContract>()];

    /// <summary>All modules of a contract by name.</summary>
    /// <param name="bind">Makes each ready to be called; null to give it as it is.</param>
    public IReadOnlyDictionary<string, TContract> ByName<TContract>(Func<TContract, TContract>? bind = null)
        where TContract : class, IModule => All<TContract>().ToDictionary(m => m.Name, m => bind is null ? m : bind(m), StringComparer.Ordinal);

    /// <summary>Every module as (contract word, name, description), by contract, then by name.</summary>
    public IEnumerable<(string Contract, string Name, string Description)> Describe() =>
        _contracts.Values.SelectMany(c => c.Modules.Values.Select(m => (c.Word, m.Name, m.Description)));

    /// <summary>The module with a name, or null.</summary>
    public TContract? Find<TContract>(string name)
        where TContract : class, IModule => Of(typeof(TContract)).Modules.TryGetValue(name, out var module) ? (TContract)module : null;

    /// <summary>
    /// The module that answers to a name. An address ("grpc://host:50051", "unix:/run/driver.sock") is answered by the module named as its scheme,
    /// if that is an <see cref="IAddressed{TContract}"/>.
    /// </summary>
    /// <exception cref="InputException">Nobody has the name: says the nearest known ones, at <paramref name="place"/>. Or the address is wrong.</exception>
    public TContract Get<TContract>(string name, Setting? place = null)
        where TContract : class, IModule
    {
        ArgumentNullException.ThrowIfNull(name);
        var contract = Of(typeof(TContract));
        if (Find<TContract>(name) is { } module)
        {
            return module;
        }

        string? scheme = SchemeOf(name);
        if (scheme is not null && Find<TContract>(scheme) is IAddressed<TContract> addressed)
        {
            try
            {
                return addressed.At(name);
            }
            catch (InputException e) when (e.File is null && e.Line == 0)
            {
                throw (place ?? Setting.Empty).Error(e.Detail);
            }
        }

        var schemes = contract.Modules.Values.OfType<IAddressed<TContract>>().Select(m => ((IModule)m).Name).ToList();
        string message = scheme is not null
            ? schemes.Count == 0
                ? $"no {contract.Word} answers addresses that begin with '{scheme}:'; install a plugin that does (sim plugins list)"
                : $"no {contract.Word} answers addresses that begin with '{scheme}:'; {Nearest.Hint(scheme, schemes)}"
            : contract.Modules.Count == 0
                ? $"unknown {contract.Word} '{name}': no {contract.Word} is installed (sim plugins list)"
                : $"unknown {contract.Word} '{name}'; {Nearest.Hint(name, contract.Modules.Keys)}";
        throw (place ?? Setting.Empty).Error(message);
    }

    /// <summary>Ends every process and connection that modules hold. They can be used again.</summary>
    public void ReleasePeers()
    {
        foreach (var module in _contracts.Values.SelectMany(c => c.Modules.Values).OfType<IHoldsPeers>())
        {
            module.Release();
        }
    }

    /// <summary>The word for a contract.</summary>
    /// <exception cref="InvalidOperationException">Not a contract.</exception>
    public static string Word<TContract>()
        where TContract : class, IModule => Words.TryGetValue(typeof(TContract), out string? word)
            ? word
            : throw new InvalidOperationException($"'{typeof(TContract).Name}' is not a contract of Sim.Plugins.Sdk.");

    // Names of modules hold no colon; a single letter before one is a drive of Windows.
    private static string? SchemeOf(string name)
    {
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon > 1 && name.AsSpan(0, colon).IndexOfAnyExcept(SchemeLetters) < 0 ? name[..colon] : null;
    }

    private Contract Of(Type type) => _contracts.TryGetValue(type, out var contract)
        ? contract
        : throw new InvalidOperationException($"'{type.Name}' is not a contract of Sim.Plugins.Sdk.");

    private sealed record Contract(string Word)
    {
        public SortedDictionary<string, IModule> Modules { get; } = new(StringComparer.Ordinal);
    }
}
