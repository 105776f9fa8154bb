namespace Sim.Host.Gates;

/// <summary>The words of <see cref="WaiverResult.State"/>.</summary>
internal static class WaiverStates
{
    /// <summary>Every matched case fails, and the waiver is valid.</summary>
    public const string Used = "used";

    /// <summary>Its last day is over.</summary>
    public const string Expired = "expired";

    /// <summary>A matched case passes: the waiver must go, or name fewer cases.</summary>
    public const string Passes = "passes";

    /// <summary>No case has such an id.</summary>
    public const string Unmatched = "unmatched";
}
