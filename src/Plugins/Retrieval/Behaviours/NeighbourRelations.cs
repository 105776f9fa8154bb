using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Behaviours;

/// <summary>
/// How an actor moves among the others: who is ahead, behind and beside, who comes in, whom it passes, whose way it crosses. Each figure is a greatest
/// value or a mean over neighbours and time of a smooth closeness, so it does not depend on their order and does not jump when another becomes the
/// nearest. Pure, thread-safe.
/// </summary>
internal static class NeighbourRelations
{
    /// <summary>Number of figures.</summary>
    public const int Dimension = 12;

    private const int Stride = 5;
    private const double NearM = 20;
    private const double LaneM = 1.5;
    private const double BesideM = 3.5;

    /// <summary>Writes the figures of one actor.</summary>
    /// <param name="motions">Motions of the scene, null where an actor is never there.</param>
    /// <param name="self">Which.</param>
    /// <param name="weight">Factor of all figures.</param>
    /// <param name="result">Receives <see cref="Dimension"/> figures.</param>
    public static void Write(ActorMotion?[] motions, int self, double weight, Span<double> result)
    {
        var own = motions[self]!;
        result.Clear();
        double passed = 0, fellBehind = 0, cameInFront = 0, leftFront = 0, wentInFront = 0;
        double crossedLeft = 0, crossedRight = 0, oncoming = 0;
        int looks = (own.Count + Stride - 1) / Stride;
        Span<double> ahead = looks <= 256 ? stackalloc double[looks] : new double[looks];
        Span<double> behind = looks <= 256 ? stackalloc double[looks] : new double[looks];
        Span<double> left = looks <= 256 ? stackalloc double[looks] : new double[looks];
        Span<double> right = looks <= 256 ? stackalloc double[looks] : new double[looks];
        ahead.Clear();
        behind.Clear();
        left.Clear();
        right.Clear();
        for (int other = 0; other < motions.Length; other++)
        {
            if (other == self || motions[other] is not { } their)
            {
                continue;
            }

            double firstAhead = 0, lastAhead = 0, firstBehind = 0, lastBehind = 0, firstAlong = 0, lastAlong = 0, near = 0;
            bool met = false;
            for (int look = 0; look < looks; look++)
            {
                int step = own.FirstStep + look * Stride;
                if (!their.Covers(step))
                {
                    continue;
                }

                int i = step - own.FirstStep, j = step - their.FirstStep;
                var axis = Vector2d.FromHeading(own.Heading[i]);
                var local = (their.At(j) - own.At(i)).ToAxis(axis);
                var (sin, cos) = Pinned.SinCos(their.Heading[j] - own.Heading[i]);
                double along = Same(cos);
                double gap = Kernel(local.X, NearM);
                double inLane = Kernel(local.Y, LaneM) * along;
                double front = Soft(local.X) * gap * inLane, back = Soft(-local.X) * gap * inLane;
                ahead[look] = Math.Max(ahead[look], front);
                behind[look] = Math.Max(behind[look], back);
                double beside = Kernel(local.X, 10) * along;
                left[look] = Math.Max(left[look], beside * Kernel(local.Y - BesideM, LaneM));
                right[look] = Math.Max(right[look], beside * Kernel(local.Y + BesideM, LaneM));
                double close = Kernel(local.X, NearM) * Kernel(local.Y, NearM);
                double moves = Moves(own.Speed[i]) * Moves(their.Speed[j]);
                crossedLeft = Math.Max(crossedLeft, close * moves * Math.Max(0, sin));
                crossedRight = Math.Max(crossedRight, close * moves * Math.Max(0, -sin));
                oncoming = Math.Max(oncoming, close * moves * Math.Max(0, -cos));
                near = Math.Max(near, Kernel(local.Y, 4) * along * Kernel(local.X, 10));
                if (!met)
                {
                    (met, firstAhead, firstBehind, firstAlong) = (true, front, back, local.X);
                }

                (lastAhead, lastBehind, lastAlong) = (front, back, local.X);
            }

            double progress = near * (Tanh(firstAlong / 6) - Tanh(lastAlong / 6)) / 2;
            passed = Math.Max(passed, progress);
            fellBehind = Math.Max(fellBehind, -progress);
            cameInFront = Math.Max(cameInFront, lastAhead - firstAhead);
            leftFront = Math.Max(leftFront, firstAhead - lastAhead);
            wentInFront = Math.Max(wentInFront, lastBehind - firstBehind);
        }

        result[0] = Mean(ahead);
        result[1] = Mean(behind);
        result[2] = 0.5 * Mean(left);
        result[3] = 0.5 * Mean(right);
        result[4] = passed;
        result[5] = fellBehind;
        result[6] = cameInFront;
        result[7] = 0.7 * leftFront;
        result[8] = wentInFront;
        result[9] = crossedLeft;
        result[10] = crossedRight;
        result[11] = 0.5 * oncoming;
        foreach (ref double figure in result)
        {
            figure *= weight;
        }
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static double Kernel(double distanceM, double scaleM)
    {
        double ratio = distanceM / scaleM;
        return 1 / (1 + ratio * ratio * ratio * ratio);
    }

    private static double Same(double cos) => cos <= 0 ? 0 : cos * cos;

    private static double Soft(double x) => x <= 0 ? 0 : x / (2 + x);

    private static double Moves(double speed) => speed * speed / (1 + speed * speed);

    private static double Tanh(double x) => x / Math.Sqrt(1 + x * x);
}
