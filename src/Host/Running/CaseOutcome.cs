namespace Sim.Host.Running;

/// <summary>What running a case gave.</summary>
/// <param name="Result">Its result; the hash of the recording is filled in when it is stored.</param>
/// <param name="Scenario">The scenario, or null when it could not be made.</param>
/// <param name="Recording">The recording, or null when nothing was run.</param>
/// <param name="DriverLog">What the driver's process wrote on its outputs; null when it is no process of this run.</param>
internal sealed record CaseOutcome(CaseResult Result, Scenario? Scenario, Recording? Recording, byte[]? DriverLog)
{
    /// <summary>How often the case was tried: more than once when its simulator was lost.</summary>
    public int Attempts { get; init; } = 1;
}
