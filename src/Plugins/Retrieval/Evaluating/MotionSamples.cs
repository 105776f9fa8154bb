using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>Accelerations and yaw rates by differences over half a second (scenario-generation §12).</summary>
internal sealed class MotionSamples
{
    private const double SpanS = 0.5;
    private const double MovesMps = 1.0;

    /// <summary>Accelerations, m/s².</summary>
    public List<double> AccelMps2 { get; } = [];

    /// <summary>Yaw rates while moving faster than 1 m/s, rad/s.</summary>
    public List<double> YawRateRps { get; } = [];

    /// <summary>Adds one actor's motion.</summary>
    /// <param name="states">Its states; null where it is absent.</param>
    /// <param name="stepS">Time between two, s.</param>
    public void Add(IReadOnlyList<ActorState?> states, double stepS)
    {
        int span = Math.Max(1, (int)Math.Round(SpanS / stepS));
        double seconds = span * stepS;
        for (int k = 2 * span; k < states.Count; k += span)
        {
            if (states[k - 2 * span] is not { } a || states[k - span] is not { } b || states[k] is not { } c)
            {
                continue;
            }

            double before = a.Pose.Position.DistanceTo(b.Pose.Position) / seconds;
            double after = b.Pose.Position.DistanceTo(c.Pose.Position) / seconds;
            AccelMps2.Add((after - before) / seconds);
            if (after > MovesMps)
            {
                YawRateRps.Add(Pinned.AngleDifference(c.HeadingRad, b.HeadingRad) / seconds);
            }
        }
    }
}
