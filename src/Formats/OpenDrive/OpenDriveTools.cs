namespace Sim.Formats.OpenDrive;

/// <summary>Simulators that shall take a road network.</summary>
[Flags]
public enum OpenDriveTools
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>esmini 3.6.</summary>
    Esmini = 1,

    /// <summary>CARLA 0.9.</summary>
    Carla = 2,

    /// <summary>SUMO's netconvert 1.15.</summary>
    Sumo = 4,

    /// <summary>All of them: what <see cref="OpenDriveProfile.Portable"/> writes.</summary>
    Portable = Esmini | Carla | Sumo,
}
