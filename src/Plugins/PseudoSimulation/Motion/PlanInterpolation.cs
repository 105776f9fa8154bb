using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Motion;

/// <summary>From a driver's 2 Hz plan to the 10 Hz reference that the simulator tracks (specs/pseudo-simulation.md §4). Stateless, thread-safe, allocates nothing.</summary>
public static class PlanInterpolation
{
    private const int Knots = Horizon.PlanPoses + 1;

    /// <summary>Places a plan in the world and interpolates it linearly, headings along the shorter turn.</summary>
    /// <param name="start">The ego now; the plan is relative to its rear axle.</param>
    /// <param name="timeUs">Absolute time of now, µs. The reference's times are truncated to µs after a conversion to seconds, so it moves the result by up to 1 µs of travel.</param>
    /// <param name="plan"><see cref="Horizon.PlanPoses"/> rear-axle poses in the ego's frame (x forward, y left), finite.</param>
    /// <param name="proposal">Takes <see cref="Horizon.Samples"/> world poses; headings in [-pi, pi).</param>
    /// <param name="compatibility"><see cref="Compatibility.Sane"/> uses exact times.</param>
    /// <exception cref="ArgumentException">A span has another length, or a pose is not finite.</exception>
    public static void ToProposal(
        in EgoState start,
        long timeUs,
        ReadOnlySpan<Pose2d> plan,
        Span<Pose2d> proposal,
        Compatibility compatibility = Compatibility.Navsim22)
    {
        if (plan.Length != Horizon.PlanPoses)
            throw new ArgumentException($"Expected {Horizon.PlanPoses} poses, found {plan.Length}.", nameof(plan));
        if (proposal.Length != Horizon.Samples)
            throw new ArgumentException($"Expected room for {Horizon.Samples} poses, found {proposal.Length}.", nameof(proposal));

        foreach (ref readonly Pose2d pose in plan)
        {
            if (!double.IsFinite(pose.X + pose.Y + pose.HeadingRad))
                throw new ArgumentException("A pose is not finite.", nameof(plan));
        }

        Span<Pose2d> knots = stackalloc Pose2d[Knots];
        Span<long> times = stackalloc long[Knots];
        bool exact = compatibility == Compatibility.Sane;
        double nowSeconds = timeUs * 1e-6;
        knots[0] = start.Pose;
        times[0] = exact ? 0 : timeUs;
        var (sin, cos) = Pinned.SinCos(start.HeadingRad);
        for (int k = 1; k < Knots; k++)
        {
            knots[k] = ToWorld(in start, sin, cos, plan[k - 1]);
            times[k] = exact ? k * Horizon.FrameUs : Truncated(k * 0.5, nowSeconds);
        }

        Unwrap(knots);
        int segment = 0;
        for (int i = 0; i < Horizon.Samples; i++)
        {
            long time = exact ? i * Horizon.StepUs : Math.Clamp(Truncated(i * Horizon.StepSeconds, nowSeconds), times[0], times[Knots - 1]);
            while (segment < Knots - 2 && time > times[segment + 1])
                segment++;
            proposal[i] = Between(knots[segment], knots[segment + 1], times[segment + 1] - times[segment], time - times[segment]);
        }
    }

    private static Pose2d ToWorld(in EgoState start, double sin, double cos, Pose2d relative)
    {
        var (s, c) = Pinned.SinCos(relative.HeadingRad);
        return new Pose2d(
            cos * relative.X - sin * relative.Y + start.X,
            sin * relative.X + cos * relative.Y + start.Y,
            Pinned.Atan2(sin * c + cos * s, cos * c - sin * s));
    }

    private static long Truncated(double sinceNowSeconds, double nowSeconds) => (long)((sinceNowSeconds + nowSeconds) * 1e6);

    private static void Unwrap(Span<Pose2d> knots)
    {
        double added = 0, last = knots[0].HeadingRad;
        for (int k = 1; k < knots.Length; k++)
        {
            double heading = knots[k].HeadingRad, turn = heading - last;
            last = heading;
            if (Math.Abs(turn) >= Math.PI)
            {
                double wrapped = Angles.Principal(turn);
                added += (wrapped == -Math.PI && turn > 0 ? Math.PI : wrapped) - turn;
            }

            knots[k] = knots[k] with { HeadingRad = heading + added };
        }
    }

    private static Pose2d Between(in Pose2d a, in Pose2d b, long span, long since) => new(
        (b.X - a.X) / span * since + a.X,
        (b.Y - a.Y) / span * since + a.Y,
        Angles.Principal((b.HeadingRad - a.HeadingRad) / span * since + a.HeadingRad));
}
