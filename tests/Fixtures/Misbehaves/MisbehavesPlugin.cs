using Sim.Plugins.Sdk;

namespace Sim.Fixtures;

/// <summary>
/// Modules that do to their process what a bad plugin can do. A case says where and how: <c>from: { misbehave: "driver overflow" }</c>; "well" does
/// nothing bad.
/// </summary>
public sealed class MisbehavesPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IModuleRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<IScenarioGenerator>(new MisbehavingGenerator());
        registry.Add<IDriver>(new MisbehavingDriver());
        registry.Add<ISimulator>(new MisbehavingSimulator());
        registry.Add<ISensor>(new MisbehavingSensor());
        registry.Add<IAssessor>(new MisbehavingAssessor());
        registry.Add<IReportWriter>(new BothRunsWriter());
        foreach (string how in (string[])["well", "throws", "exits", "hangs", "lies"])
        {
            registry.Add<ISelfTest>(new MisbehavingSelfTest(how));
        }
    }
}
