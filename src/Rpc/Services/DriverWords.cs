namespace Sim.Rpc.Services;

/// <summary>Capabilities of drivers.</summary>
public static class DriverWords
{
    /// <summary>It answers with plans.</summary>
    public const string Plan = "plan";

    /// <summary>It answers with controls.</summary>
    public const string Controls = "controls";

    /// <summary>The ego is put exactly on its plans.</summary>
    public const string PerfectTracking = "perfect-tracking";
}
