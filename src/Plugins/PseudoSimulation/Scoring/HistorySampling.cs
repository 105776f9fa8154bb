using Sim.Plugins.PseudoSimulation.Motion;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>At which times a history is sampled, and its samples.</summary>
internal readonly struct HistorySampling
{
    private readonly long _firstUs;
    private readonly bool _yaw;

    private HistorySampling(long firstUs, int count, bool yaw) => (_firstUs, Count, _yaw) = (firstUs, count, yaw);

    /// <summary>How many samples go before the plan's.</summary>
    public int Count { get; }

    /// <summary>Times for a history of at least two samples.</summary>
    public static HistorySampling Of(IReadOnlyList<HistorySample> history, long timeUs, Compatibility compatibility)
    {
        long start = history[0].TimeUs, end = history[^1].TimeUs;
        if (compatibility == Compatibility.Sane)
        {
            int steps = (int)Math.Max(0, (timeUs - start) / Horizon.StepUs);
            return new HistorySampling(timeUs - steps * Horizon.StepUs, steps, yaw: true);
        }

        // As many as fit before the end, the end excluded, less one.
        long fitting = (end - start + Horizon.StepUs - 1) / Horizon.StepUs;
        return new HistorySampling(start, (int)Math.Max(0, fitting - 1), yaw: false);
    }

    /// <summary>Accelerations, heading (modulo whole turns) and yaw rates at a sample.</summary>
    public EgoState At(IReadOnlyList<HistorySample> history, int index)
    {
        long time = _firstUs + index * Horizon.StepUs;
        int k = 1;
        while (k < history.Count - 1 && time > history[k].TimeUs)
            k++;
        HistorySample a = history[k - 1], b = history[k];
        double share = b.TimeUs > a.TimeUs ? Math.Clamp((double)(time - a.TimeUs) / (b.TimeUs - a.TimeUs), 0, 1) : 1;
        double turn = Angles.Principal(b.State.HeadingRad - a.State.HeadingRad);
        return new EgoState(
            0,
            0,
            Angles.Principal(a.State.HeadingRad + share * turn),
            0,
            0,
            Between(a.State.Ax, b.State.Ax, share),
            Between(a.State.Ay, b.State.Ay, share),
            YawRateRps: _yaw ? Between(a.State.YawRateRps, b.State.YawRateRps, share) : 0,
            YawAccelRps2: _yaw ? Between(a.State.YawAccelRps2, b.State.YawAccelRps2, share) : 0);
    }

    private static double Between(double a, double b, double share) => a + share * (b - a);
}
