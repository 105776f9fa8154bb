using Sim.Plugins.Leaderboards.SelfTests;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Leaderboards;

/// <summary>Entry point of the plugin.</summary>
public sealed class LeaderboardsPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IModuleRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<IAssessor>(new NuPlanAssessor());
        registry.Add<IAssessor>(new CarlaAssessor());
        registry.Add<IAssessor>(new WaymaxAssessor());
        registry.Add<ISelfTest>(new LeaderboardsSelfTest());
    }
}
