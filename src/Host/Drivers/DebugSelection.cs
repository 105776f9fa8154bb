using System.Globalization;
using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Plugins.Sdk;

namespace Sim.Host.Drivers;

/// <summary>What <c>--debug-driver</c> needs: one case, and a driver that runs elsewhere.</summary>
internal static class DebugSelection
{
    /// <summary>Checks a plan.</summary>
    /// <exception cref="InputException">Says how to choose one case.</exception>
    public static void Require(RunPlan plan, Shard? shard, ModuleCatalog modules)
    {
        if (plan.Cases.Count != 1 || shard is not null)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"--debug-driver runs one case, but {plan.Cases.Count} are selected{(shard is null ? "" : " in shards")}; choose one: --filter \"id = {plan.Cases[0].Case.Id}\" (--list shows all)"));
        }

        var use = plan.Cases[0].Driver;
        if (modules.Get<IDriver>(use.Name, use.Options) is not ILeasedDriver)
        {
            throw new InputException($"--debug-driver: the driver '{use.Name}' runs within sim; name your own with --driver-command or --driver ADDRESS");
        }
    }
}
