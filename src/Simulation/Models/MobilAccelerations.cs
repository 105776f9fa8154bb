namespace Sim.Simulation.Models;

/// <summary>
/// Accelerations that a lane change would alter, m/s², by the car-following model; 0 for a vehicle that does not exist. "After" means with the
/// changer on the target lane.
/// </summary>
/// <param name="SelfBefore">The changer, behind its present leader.</param>
/// <param name="SelfAfter">The changer, behind its leader on the target lane.</param>
/// <param name="NewFollowerBefore">The follower on the target lane, behind its present leader.</param>
/// <param name="NewFollowerAfter">The follower on the target lane, behind the changer.</param>
/// <param name="OldFollowerBefore">The follower on the present lane, behind the changer.</param>
/// <param name="OldFollowerAfter">The follower on the present lane, behind the changer's present leader.</param>
public readonly record struct MobilAccelerations(
    double SelfBefore,
    double SelfAfter,
    double NewFollowerBefore,
    double NewFollowerAfter,
    double OldFollowerBefore,
    double OldFollowerAfter);
