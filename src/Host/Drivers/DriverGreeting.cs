using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Plugins.Sdk;

namespace Sim.Host.Drivers;

/// <summary>Asks the drivers of a plan who they are before a run begins, so that one that is not there costs seconds, not thousands of cases.</summary>
internal static class DriverGreeting
{
    /// <summary>The plan with the versions of the drivers that run elsewhere.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="modules">Knows the drivers.</param>
    /// <param name="context">How they are used.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">Options are wrong.</exception>
    /// <exception cref="PeerException">One cannot be reached or does not fit.</exception>
    public static RunPlan Of(RunPlan plan, ModuleCatalog modules, LeaseContext context, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var (use, files) in plan.Cases.Select(c => (c.Driver, c.Suite.Files)).Distinct())
        {
            if (modules.Get<IDriver>(use.Name, use.Options) is ILeasedDriver driver)
            {
                var hello = driver.Greet(use.Options, files, context, cancellationToken);
                string shown = driver.Shown(use.Options);
                if (!versions.TryGetValue(shown, out var known))
                {
                    versions.Add(shown, known = new SortedSet<string>(StringComparer.Ordinal));
                }

                known.Add(hello.ToText());
            }
        }

        return versions.Count == 0 ? plan : plan with { Identity = plan.Identity with { Modules = [.. plan.Identity.Modules.Select(m => Versioned(m, versions))] } };
    }

    /// <summary>As many jobs as the drivers of a plan can serve, so that no case waits for a driver on its own time.</summary>
    /// <param name="plan">A plan whose drivers were greeted.</param>
    /// <param name="modules">Knows the drivers.</param>
    /// <param name="jobs">As many as were asked for.</param>
    public static int Jobs(RunPlan plan, ModuleCatalog modules, int jobs)
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

    private static ModuleVersion Versioned(ModuleVersion module, Dictionary<string, SortedSet<string>> versions) =>
        module.Kind == ModuleList.DriverKind && versions.TryGetValue(module.Name, out var known) ? module with { Version = string.Join(" | ", known) } : module;
}
