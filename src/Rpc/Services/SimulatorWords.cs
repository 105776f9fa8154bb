namespace Sim.Rpc.Services;

/// <summary>Capabilities of simulators.</summary>
public static class SimulatorWords
{
    /// <summary>It takes scenarios in Sim's byte form.</summary>
    public const string LoadSim = "load:sim";

    /// <summary>It wants the road network as OpenDRIVE beside the scenario.</summary>
    public const string MapOpenDrive = "map:opendrive";

    /// <summary>It answers with every step on the way (<c>StepRequest.every</c>).</summary>
    public const string Steps = "steps";

    /// <summary>It runs a case that nobody drives in one call (<c>Play</c>).</summary>
    public const string Play = "play";

    /// <summary>It reports every contact of the ego.</summary>
    public const string Contacts = "contacts";

    /// <summary>It ends a scenario itself.</summary>
    public const string Endings = "endings";

    /// <summary>It puts the ego exactly on plans when asked to.</summary>
    public const string PerfectTracking = "perfect-tracking";

    /// <summary>It sends sensor frames.</summary>
    public const string Sensors = "sensors";

    /// <summary>It lets the client move actors that <c>LoadHeader.external</c> announces.</summary>
    public const string External = "external";
}
