using Sim.Simulation.Contacts;

namespace Sim.Plugins.Leaderboards;

/// <summary>States of tracks between their steps.</summary>
internal static class TrackSampling
{
    /// <summary>The state at a time: linear between two steps, the heading along the shortest arc.</summary>
    /// <returns>False where the actor is not in the scene.</returns>
    public static bool TryAt(Track track, long stepUs, long timeUs, out ActorState state)
    {
        int step = (int)Math.Min(timeUs / stepUs, int.MaxValue - 1);
        long rest = timeUs - (step * stepUs);
        if (timeUs < 0 || !track.IsPresent(step) || (rest > 0 && !track.IsPresent(step + 1)))
        {
            state = default;
            return false;
        }

        var from = track.At(step);
        state = rest == 0 ? from : ContactFinder.Between(in from, track.At(step + 1), rest / (double)stepUs);
        return true;
    }

    /// <summary>Speed over ground, m/s, negative when the actor reverses.</summary>
    public static double SignedSpeed(in ActorState state)
    {
        double speed = Math.Sqrt((state.SpeedMps * state.SpeedMps) + (state.LateralMps * state.LateralMps));
        return state.SpeedMps < 0 ? -speed : speed;
    }
}
