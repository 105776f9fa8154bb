using Sim.Plugins.Criticality.Approach;
using Sim.Plugins.Criticality.Following;

namespace Sim.Tests;

/// <summary>
/// A few figures of CommonRoad-CriMe 0.4.2 where it can be trusted, so that a fresh clone is checked without the reference vectors (the conformance test
/// compares them all).
/// </summary>
public class RecordedToolboxTests
{
    // Rounded to hundredths there.
    private const double Cents = 0.011;

    // A thing of 7.2 m by 2.5 m stands 23.14 m ahead of an ego that goes 14.12 m/s and speeds up with 1.34 m/s².
    [Fact]
    public void A_standing_obstacle_has_the_recorded_figures()
    {
        double gap = 23.14 - 2.25 - 3.6;
        double ttc = PathMath.TimeToCollision(gap, 14.12, 1.34, 0, 0);
        Near(17.29, gap);
        Near(1.16, ttc);
        Near(5.77, PathMath.RequiredDeceleration(gap, 14.12, 0, 0));
        Near(3.27, PathMath.RequiredLateral(0, 0, 0, (1.9 + 2.5) / 2, 1.16));
        Near(17.30, PathMath.ToSafetyTime(gap, 14.12, 0, 2));
        Assert.Equal(1.0, WorstCase.Time(23.14, 0, -14.12, 0, Disc(4.5, 1.9) + Disc(7.2, 2.5), 11.5), 0.051);
    }

    // 21.23 m/s and 1.47 m/s² behind 11.37 m/s and 0.6 m/s², centres 22.18 m apart.
    [Fact]
    public void A_faster_follower_has_the_recorded_time() =>
        Near(1.58, PathMath.TimeToCollision(22.18 - 2.25 - 3.3, 21.23, 1.47, 11.37, 0.6));

    // Opening gap: 5.31 m/s behind 17.1 m/s.
    [Fact]
    public void An_opening_gap_has_the_recorded_distance_and_worst_time()
    {
        Assert.Equal(double.PositiveInfinity, PathMath.TimeToCollision(31.78, 5.31, 17.1));
        Assert.Equal(2.3, WorstCase.Time(36.28, 0, 17.1 - 5.31, 0, 2 * Disc(4.5, 1.9), 23), 0.051);
    }

    private static double Disc(double length, double width) => Math.Sqrt(length * length / 36 + width * width / 4);

    private static void Near(double expected, double found) => Assert.InRange(found, expected - Cents, expected + Cents);
}
