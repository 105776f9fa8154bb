using Sim.Numerics;

namespace Sim.Reports.Failures;

/// <summary>The states of a track between its steps. Plain value, allocates nothing.</summary>
/// <param name="track">The track.</param>
/// <param name="stepUs">Step length of the recording, µs.</param>
internal readonly struct ActorPath(Track track, long stepUs)
{
    /// <summary>The track.</summary>
    public Track Track { get; } = track;

    /// <summary>
    /// State at an instant: linear between steps, headings along the shortest arc. A contact lies between two steps and may end the recording, so an instant
    /// after the last step before a gap continues with the velocity there, for less than one step.
    /// </summary>
    /// <returns>False when the actor is absent or its state is not finite.</returns>
    public bool TryAt(long timeUs, out ActorState state)
    {
        int step = (int)Math.Clamp(timeUs / stepUs, 0, int.MaxValue - 1);
        state = default;
        if (timeUs < 0 || !TryStep(step, out var before))
        {
            return false;
        }

        double fraction = (double)(timeUs - step * stepUs) / stepUs;
        if (fraction <= 0)
        {
            state = before;
            return true;
        }

        if (fraction > 1)
        {
            return false;
        }

        if (TryStep(step + 1, out var to))
        {
            state = new ActorState(
                Mix(before.X, to.X, fraction),
                Mix(before.Y, to.Y, fraction),
                before.HeadingRad + Pinned.AngleDifference(to.HeadingRad, before.HeadingRad) * fraction,
                Mix(before.SpeedMps, to.SpeedMps, fraction),
                Mix(before.LateralMps, to.LateralMps, fraction));
            return true;
        }

        double seconds = (timeUs - step * stepUs) / 1e6;
        var ahead = before.Pose.Moved(before.SpeedMps * seconds, before.LateralMps * seconds);
        state = before with { X = ahead.X, Y = ahead.Y };
        return true;
    }

    private bool TryStep(int step, out ActorState state)
    {
        state = default;
        if (!Track.IsPresent(step))
        {
            return false;
        }

        state = Track.At(step);
        const double Far = 1e9;
        return Math.Abs(state.X) < Far && Math.Abs(state.Y) < Far && Math.Abs(state.HeadingRad) < Far && Math.Abs(state.SpeedMps) < Far && Math.Abs(state.LateralMps) < Far;
    }

    private static double Mix(double from, double to, double fraction) => from + (to - from) * fraction;
}
