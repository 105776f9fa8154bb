namespace Sim.Formats.OpenDrive;

/// <summary>What a writer of OpenDRIVE may use.</summary>
public enum OpenDriveProfile
{
    /// <summary>OpenDRIVE 1.7, everything that <see cref="OpenDriveReader"/> reads back.</summary>
    Full,

    /// <summary>
    /// OpenDRIVE 1.6 as esmini, CARLA and SUMO all take it (docs/opendrive.md): default junctions only, one-way connecting roads, numbers as ids of
    /// junctions, level lanes, a speed for each road, controllers for lights.
    /// </summary>
    Portable,
}
