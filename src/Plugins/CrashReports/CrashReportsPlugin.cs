using Sim.Plugins.CrashReports.Checking;
using Sim.Plugins.CrashReports.Commands;
using Sim.Plugins.CrashReports.Evaluating;
using Sim.Plugins.CrashReports.Generating;
using Sim.Plugins.CrashReports.SelfTests;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.CrashReports;

/// <summary>Entry point of the plugin.</summary>
public sealed class CrashReportsPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IModuleRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<IScenarioGenerator>(new CrashReportGenerator());
        registry.Add<IScenarioGenerator>(new TextGenerator());
        registry.Add<ICommand>(new ExtractCommand());
        registry.Add<IEvaluation>(new ExtractionEvaluation());
        registry.Add<IEvaluation>(new ValidationEvaluation());
        registry.Add<IEvaluation>(new ReconstructionEvaluation());
        registry.Add<ISelfTest>(new CrashReportsSelfTest());
    }
}
