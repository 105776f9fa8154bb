using Sim.Host.Drivers;
using Sim.Host.Plugins;
using Sim.Host.Workers;
using Sim.Plugins.Sdk;

namespace Sim.Host.Planning;

/// <summary>Collects which modules take part in a run. Not thread-safe.</summary>
internal sealed class ModuleList
{
    /// <summary>A simulator with this capability gives the same bytes on the same CPU class only.</summary>
    public const string CpuCapability = "cpu-class";

    /// <summary>The word for simulators among the modules of a run.</summary>
    public const string SimulatorKind = "simulator";

    /// <summary>The word for drivers among the modules of a run.</summary>
    public const string DriverKind = "driver";

    private readonly HashSet<ModuleVersion> _modules = [];

    /// <summary>True when the bytes hold for one CPU class only.</summary>
    public bool DependsOnCpu { get; private set; }

    /// <summary>Adds simulator, drivers and assessors of a suite.</summary>
    public void AddPeers(Suite suite, ModuleCatalog modules)
    {
        var simulator = modules.Get<ISimulator>(suite.Simulator.Name, suite.Simulator.Options);
        // Who runs elsewhere is asked what it promises when a run begins, with its version.
        DependsOnCpu |= simulator is not IRemoteModule && IsOfOneCpu(simulator.Info);
        _modules.Add(simulator is IRemoteModule elsewhere
            ? new ModuleVersion(SimulatorKind, elsewhere.Shown(suite.Simulator.Options), "")
            : new ModuleVersion(SimulatorKind, suite.Simulator.Name, simulator.Info.Version));
        foreach (var driver in suite.Cases.Select(c => c.Driver ?? suite.Driver).Append(suite.Driver))
        {
            // Who runs elsewhere is asked for its version when a run begins; a plan touches nobody.
            var module = modules.Get<IDriver>(driver.Name, driver.Options);
            _modules.Add(module is ILeasedDriver leased
                ? new ModuleVersion(DriverKind, leased.Shown(driver.Options), "")
                : new ModuleVersion(DriverKind, driver.Name, module.Info.Version));
        }

        foreach (var use in suite.Assess)
        {
            var assessor = modules.Get<IAssessor>(use.Name, use.Options);
            _modules.Add(new ModuleVersion("assessor", use.Name, assessor is IRemoteModule ? "" : assessor.Version));
        }
    }

    /// <summary>True for a simulator whose bytes hold for one CPU class at most: it says so, or it promises no equal bytes at all.</summary>
    public static bool IsOfOneCpu(SimulatorInfo info) => info.Reproducibility != Reproducibility.Bit || info.Capabilities.Contains(CpuCapability);

    /// <summary>Adds a module that has no version of its own: its assembly's counts.</summary>
    public void Add(string kind, IModule module) =>
        _modules.Add(new ModuleVersion(kind, module.Name, module is IsolatedModule remote ? remote.Description.AssemblyVersion : module.GetType().Assembly.GetName().Version?.ToString(3) ?? ""));

    /// <summary>In a stable order.</summary>
    public IReadOnlyList<ModuleVersion> Sorted() =>
        [.. _modules.OrderBy(m => m.Kind, StringComparer.Ordinal).ThenBy(m => m.Name, StringComparer.Ordinal).ThenBy(m => m.Version, StringComparer.Ordinal)];
}
