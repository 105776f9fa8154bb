namespace Sim.Host.Running;

/// <summary>What closing the loop gave.</summary>
/// <param name="Status">Assessed when it ran to its end, else why not.</param>
/// <param name="Reason">Why not; empty otherwise.</param>
/// <param name="Recording">What happened, or null when nothing did.</param>
internal sealed record DriveResult(CaseStatus Status, string Reason, Recording? Recording);
