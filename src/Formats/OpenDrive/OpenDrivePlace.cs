namespace Sim.Formats.OpenDrive;

/// <summary>Where a lane is in an OpenDRIVE file whose roads have one lane section each.</summary>
/// <param name="Road">Id of its road.</param>
/// <param name="Lane">Its number: negative on the right of the reference line.</param>
public readonly record struct OpenDrivePlace(string Road, int Lane);
