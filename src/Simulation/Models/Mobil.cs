namespace Sim.Simulation.Models;

/// <summary>
/// MOBIL's lane-change decision (Kesting et al. 2007): safe for the new follower, and enough gain for the changer with a share of the others' loss.
/// Who the neighbours are and which accelerations they have is the caller's. Pure, allocates nothing, any thread.
/// </summary>
public static class Mobil
{
    /// <summary>True when the new follower need not brake harder than allowed.</summary>
    /// <param name="newFollowerAfterMps2">Its acceleration behind the changer, m/s²; 0 when there is none.</param>
    /// <param name="maxImposedDecelMps2">Hardest imposed braking, m/s², positive.</param>
    public static bool IsSafe(double newFollowerAfterMps2, double maxImposedDecelMps2) => !(newFollowerAfterMps2 < -maxImposedDecelMps2);

    /// <summary>The incentive, m/s²: own gain plus politeness times the followers' gains.</summary>
    /// <param name="accelerations">The six accelerations.</param>
    /// <param name="politeness">p, 0 to 1.</param>
    public static double GainMps2(in MobilAccelerations accelerations, double politeness)
    {
        ref readonly var a = ref accelerations;
        return a.SelfAfter - a.SelfBefore
            + politeness * (a.NewFollowerAfter - a.NewFollowerBefore + a.OldFollowerAfter - a.OldFollowerBefore);
    }

    /// <summary>True when the change is safe and its gain reaches the threshold.</summary>
    /// <param name="accelerations">The six accelerations.</param>
    /// <param name="parameters">Politeness and thresholds.</param>
    public static bool Recommends(in MobilAccelerations accelerations, MobilParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return IsSafe(accelerations.NewFollowerAfter, parameters.MaxImposedDecelMps2)
            && !(GainMps2(in accelerations, parameters.Politeness) < parameters.MinGainMps2);
    }
}
