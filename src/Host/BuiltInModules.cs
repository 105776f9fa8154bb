using Sim.Formats.OpenDrive;
using Sim.Host.BuiltIn;
using Sim.Host.SelfTests;
using Sim.Plugins.Sdk;
using Sim.Reports;
using Sim.Simulation;

namespace Sim.Host;

/// <summary>The modules that are part of the program.</summary>
internal static class BuiltInModules
{
    /// <summary>Adds them.</summary>
    public static void Register(IModuleRegistry registry)
    {
        registry.Add<IScenarioGenerator>(new RecordingGenerator());
        registry.Add<IScenarioGenerator>(new ScenarioGenerator());
        registry.Add<IScenarioGenerator>(new OpenScenarioGenerator());
        registry.Add<IFormat>(new LogFormat("tracks", "Tables of tracks (CSV) with a file that says what their columns mean; docs/logs/tracks.md.", ".tracks.yaml"));
        registry.Add<IFormat>(new OpenDriveFormat());
        registry.Add<IFormat>(new OpenDriveFormat(OpenDriveProfile.Portable));
        registry.Add<IFormat>(new CommonRoadFormat());
        registry.Add<IFormat>(new OpenScenarioFormat());
        registry.Add<IFormat>(new Lanelet2Format());
        registry.Add<IFormat>(new OsiFormat());
        registry.Add<IFormat>(new McapFormat());
        registry.Add<IFormat>(new ScenarioNetFormat());
        registry.Add<IFormat>(new JsonFormat());
        registry.Add<IFormat>(new ScenarioFormat());
        registry.Add<ISelfTest>(new NumericsSelfTest());
        registry.Add<ISelfTest>(new StatisticsSelfTest());
        registry.Add<ISelfTest>(new SuitesSelfTest());
        registry.Add<ISelfTest>(new FormatsSelfTest());
        registry.Add<ISelfTest>(new GatesSelfTest());
        SimulationModules.Register(registry);
        ReportModules.Register(registry);
    }
}
