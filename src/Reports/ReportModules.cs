using Sim.Plugins.Sdk;
using Sim.Reports.Ci;

namespace Sim.Reports;

/// <summary>The built-in report writers.</summary>
public static class ReportModules
{
    /// <summary>Adds them to a registry.</summary>
    public static void Register(IModuleRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<IReportWriter>(new JUnitWriter());
        registry.Add<IReportWriter>(new SummaryWriter());
        registry.Add<IReportWriter>(new HtmlWriter());
        registry.Add<IReportWriter>(new CsvWriter());
        registry.Add<IReportWriter>(new AllureWriter());
        registry.Add<IReportWriter>(new SarifWriter());
    }
}
