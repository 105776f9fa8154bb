namespace Sim.Formats.OpenScenario;

/// <summary>What an OpenSCENARIO file holds.</summary>
public enum OpenScenarioContent
{
    /// <summary>A scenario.</summary>
    Scenario,
    /// <summary>A catalog of vehicles, controllers, manoeuvres, …</summary>
    Catalog,
    /// <summary>Parameter values to run a scenario with.</summary>
    Distribution,
}
