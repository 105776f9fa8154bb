using Sim.Numerics;

namespace Sim.Simulation.Engine;

/// <summary>Interpolation between timed states: linear in every quantity, headings over the shortest turn.</summary>
internal static class StateBlend
{
    /// <summary>The state between two timed states; exact at their times.</summary>
    public static ActorState At(in TimedState from, in TimedState to, long timeUs)
    {
        if (timeUs <= from.TimeUs)
        {
            return from.State;
        }

        if (timeUs >= to.TimeUs)
        {
            return to.State;
        }

        double f = (double)(timeUs - from.TimeUs) / (to.TimeUs - from.TimeUs);
        var a = from.State;
        var b = to.State;
        return new ActorState(
            a.X + (b.X - a.X) * f,
            a.Y + (b.Y - a.Y) * f,
            a.HeadingRad + Pinned.AngleDifference(b.HeadingRad, a.HeadingRad) * f,
            a.SpeedMps + (b.SpeedMps - a.SpeedMps) * f,
            a.LateralMps + (b.LateralMps - a.LateralMps) * f,
            a.AccelMps2 + (b.AccelMps2 - a.AccelMps2) * f,
            a.YawRateRps + (b.YawRateRps - a.YawRateRps) * f,
            a.SteerRad + (b.SteerRad - a.SteerRad) * f);
    }
}
