namespace Sim;

/// <summary>Which equations move a vehicle.</summary>
public enum VehicleModel
{
    /// <summary>Kinematic bicycle at the rear axle, exact steering and acceleration limits of the vehicle.</summary>
    KinematicBicycle,
    /// <summary>CommonRoad kinematic single track (KS).</summary>
    Ks,
    /// <summary>CommonRoad dynamic single track (ST).</summary>
    St,
}
