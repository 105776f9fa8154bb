using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Plugins.Sdk;

namespace Sim.Host.Drivers;

/// <summary>Asks the peers of a plan, its drivers and remote modules, who they are before a run begins, so that one that is not there costs seconds, not thousands of cases.</summary>
internal static class PeerGreeting
{
    /// <summary>The plan with the versions of those that run elsewhere, and the CPU class where one of them promises no equal bytes.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="modules">Knows them.</param>
    /// <param name="context">How they are used.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">Options are wrong.</exception>
    /// <exception cref="PeerException">One cannot be reached or does not fit.</exception>
    public static RunPlan Of(RunPlan plan, ModuleCatalog modules, LeaseContext context, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<(string Kind, string Shown), SortedSet<string>>();
        bool ofOneCpu = false;
        void Note(string kind, string shown, string version)
        {
            if (!versions.TryGetValue((kind, shown), out var known))
            {
                versions.Add((kind, shown), known = new SortedSet<string>(StringComparer.Ordinal));
            }

            known.Add(version);
        }

        foreach (var suite in plan.Cases.Select(c => c.Suite).Distinct())
        {
            var simulator = modules.Get<ISimulator>(suite.Simulator.Name, suite.Simulator.Options);
            if (simulator is IRemoteModule elsewhere)
            {
                Note(ModuleList.SimulatorKind, elsewhere.Shown(suite.Simulator.Options), Greeted(elsewhere, suite.Simulator.Options, suite.Files, cancellationToken));
                ofOneCpu |= ModuleList.IsOfOneCpu(simulator.Info);
            }

            foreach (var use in suite.Assess)
            {
                if (modules.Get<IAssessor>(use.Name, use.Options) is IRemoteModule assessor)
                {
                    Note("assessor", assessor.Shown(use.Options), Greeted(assessor, use.Options, suite.Files, cancellationToken));
                }
            }
        }

        foreach (var (use, files) in plan.Cases.Select(c => (c.Driver, c.Suite.Files)).Distinct())
        {
            if (modules.Get<IDriver>(use.Name, use.Options) is ILeasedDriver driver)
            {
                var hello = driver.Greet(use.Options, files, context, cancellationToken);
                Note(ModuleList.DriverKind, driver.Shown(use.Options), hello.ToText());
            }
        }

        if (versions.Count == 0)
        {
            return plan;
        }

        var identity = plan.Identity with { Modules = [.. plan.Identity.Modules.Select(m => Versioned(m, versions))] };
        return plan with { Identity = ofOneCpu ? identity with { CpuClass = CpuClass.Name() } : identity };
    }

    /// <summary>As many jobs as the drivers and the simulators of a plan can serve, so that no case waits for one on its own time.</summary>
    /// <param name="plan">A plan whose peers were greeted.</param>
    /// <param name="modules">Knows them.</param>
    /// <param name="jobs">As many as were asked for.</param>
    public static int Jobs(RunPlan plan, ModuleCatalog modules, int jobs)
    {
        return Math.Min(SimulatorJobs(plan, modules, jobs), DriverJobs(plan, modules, jobs));
    }

    private static int SimulatorJobs(RunPlan plan, ModuleCatalog modules, int jobs)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var use in plan.Cases.Select(c => c.Suite.Simulator).Distinct())
        {
            if (modules.Get<ISimulator>(use.Name, use.Options) is not IRemoteModule simulator || simulator.Places(use.Options) is not { } count)
            {
                return jobs;
            }

            places[simulator.Shown(use.Options)] = count;
        }

        return (int)Math.Min(jobs, places.Values.Sum(p => (long)p));
    }

    private static int DriverJobs(RunPlan plan, ModuleCatalog modules, int jobs)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var use in plan.Cases.Select(c => c.Driver).Distinct())
        {
            if (modules.Get<IDriver>(use.Name, use.Options) is not ILeasedDriver driver || driver.Places(use.Options) is not { } count)
            {
                return jobs;
            }

            places[driver.Shown(use.Options)] = count;
        }

        return (int)Math.Min(jobs, places.Values.Sum(p => (long)p));
    }

    private static string Greeted(IRemoteModule module, Setting options, FileRoots files, CancellationToken cancellationToken)
    {
        try
        {
            return module.Greet(options, files, cancellationToken);
        }
        catch (ModuleFailedException e)
        {
            throw new PeerException(e.Message, e);
        }
    }

    private static ModuleVersion Versioned(ModuleVersion module, Dictionary<(string, string), SortedSet<string>> versions) =>
        versions.TryGetValue((module.Kind, module.Name), out var known) ? module with { Version = string.Join(" | ", known) } : module;
}
