using Sim.Host.Plugins;
using Sim.Plugins.Sdk;

namespace Sim.Host.Planning;

/// <summary>Checks the names in a suite against the known modules before anything runs.</summary>
internal static class SuiteCheck
{
    /// <summary>Checks one suite.</summary>
    /// <exception cref="InputException">An unknown name, with the nearest known ones.</exception>
    public static void Check(Suite suite, ModuleCatalog modules)
    {
        if (suite.Cases.Count == 0)
        {
            throw new InputException($"no case is selected: the suite '{suite.Name}' has no entry under cases");
        }

        foreach (var group in suite.Cases.GroupBy(c => c.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            throw group.Last().From.Error($"two entries are named '{group.Key}'; names within a suite must differ");
        }

        modules.Get<ISimulator>(suite.Simulator.Name, suite.Simulator.Options);
        Driver(suite.Driver, modules);
        foreach (var entry in suite.Cases)
        {
            modules.Get<IScenarioGenerator>(entry.Generator, entry.From);
            if (entry.Driver is { } driver)
            {
                Driver(driver, modules);
            }
        }

        var assessors = suite.Assess.Select(a => modules.Get<IAssessor>(a.Name, a.Options)).ToList();
        foreach (var gate in suite.Expect)
        {
            Gate(gate, suite, assessors, modules);
        }
    }

    private static void Driver(ModuleUse driver, ModuleCatalog modules)
    {
        if (driver.Name.Length == 0)
        {
            throw driver.Options.Error("driver missing: write driver: { use: NAME } with one of sim plugins list");
        }

        modules.Get<IDriver>(driver.Name, driver.Options);
    }

    private static void Gate(Expectation gate, Suite suite, List<IAssessor> assessors, ModuleCatalog modules)
    {
        if (gate.Condition.Pattern is not null)
        {
            return;
        }

        string metric = gate.Condition.Metric;
        var owners = assessors.Where(a => a.Metrics.Contains(metric, StringComparer.Ordinal)).ToList();
        if (owners.Count == 1)
        {
            return;
        }

        // One that runs elsewhere has not been asked yet what it gives.
        if (owners.Count == 0 && assessors.Exists(a => a is IRemoteModule))
        {
            return;
        }

        string message;
        if (owners.Count > 1)
        {
            message = $"the metric '{metric}' comes from {string.Join(" and ", owners.Select(o => $"'{o.Name}'"))}; assess with only one of them";
        }
        else if (modules.All<IAssessor>().FirstOrDefault(a => a.Metrics.Contains(metric, StringComparer.Ordinal)) is { } elsewhere)
        {
            message = $"the metric '{metric}' comes from the assessor '{elsewhere.Name}'; add it to assess: [ … ]";
        }
        else
        {
            message = assessors.Count == 0
                ? $"unknown metric '{metric}': the suite has no assessor; add assess: [ … ]"
                : $"unknown metric '{metric}'; {Nearest.Hint(metric, assessors.SelectMany(a => a.Metrics))}";
        }

        throw new InputException($"expectation '{gate.Text}' of suite '{suite.Name}': {message}", null, gate.Line);
    }
}
