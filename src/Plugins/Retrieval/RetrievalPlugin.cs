using Sim.Plugins.Retrieval.Commands;
using Sim.Plugins.Retrieval.Evaluating;
using Sim.Plugins.Retrieval.Generating;
using Sim.Plugins.Retrieval.SelfTests;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Retrieval;

/// <summary>Entry point of the plugin.</summary>
public sealed class RetrievalPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IModuleRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<ICommand>(new RetrievalCommand());
        registry.Add<IScenarioGenerator>(new RetrievalGenerator());
        registry.Add<IEvaluation>(new RetrievalEvaluation());
        registry.Add<ISelfTest>(new RetrievalSelfTest());
    }
}
