namespace Sim.Reports;

/// <summary>Where <c>report.html</c> has the end of a driver's log from, for cases that did not pass.</summary>
public enum DriverOutput
{
    /// <summary>From a file in the case's folder, so that equal runs have equal pages.</summary>
    Beside,

    /// <summary>It holds it, so that it can be sent alone; then equal runs may have pages that differ.</summary>
    Inside,
}
