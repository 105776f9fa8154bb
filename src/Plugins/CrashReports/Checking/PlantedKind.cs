namespace Sim.Plugins.CrashReports.Checking;

/// <summary>Kind of an error that is planted into a record to measure the check.</summary>
internal enum PlantedKind
{
    /// <summary>An actor goes the opposite way.</summary>
    Direction,
    /// <summary>Two lanes more or less.</summary>
    Lanes,
    /// <summary>Left for right, or right for left.</summary>
    Action,
    /// <summary>One actor more or less.</summary>
    Count,
}
