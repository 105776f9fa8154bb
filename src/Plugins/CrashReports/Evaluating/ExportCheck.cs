using Sim.Formats.OpenDrive;
using Sim.Formats.Yaml;

namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>R10 as far as it goes without OpenSCENARIO: scenario and map as files, read back. Pure.</summary>
internal static class ExportCheck
{
    /// <summary>True when the YAML reads back to the same scenario.</summary>
    public static bool ReadsBack(Scenario scenario, string yaml)
    {
        try
        {
            return ScenarioYaml.Write(ScenarioYaml.Read(yaml, "scenario.yaml")) == yaml;
        }
        catch (InputException)
        {
            return false;
        }
    }
}
