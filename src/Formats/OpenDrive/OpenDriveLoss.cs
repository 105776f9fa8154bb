namespace Sim.Formats.OpenDrive;

/// <summary>Something of a map that a written OpenDRIVE file does not hold, or holds differently.</summary>
/// <param name="Id">The lane, junction, signal or other element.</param>
/// <param name="Message">What, in one sentence.</param>
public sealed record OpenDriveLoss(string Id, string Message);
