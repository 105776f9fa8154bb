namespace Sim.Formats.OpenDrive;

/// <summary>What became of a map that was written as OpenDRIVE.</summary>
/// <param name="Losses">What the file does not hold, or holds differently.</param>
/// <param name="Places">Where each lane of the map is, by its id; lanes that were left out are missing.</param>
public sealed record OpenDriveExport(IReadOnlyList<OpenDriveLoss> Losses, IReadOnlyDictionary<string, OpenDrivePlace> Places);
