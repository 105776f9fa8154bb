using System.Globalization;

namespace Sim.Tests.OpenDrive;

/// <summary>Reference lines against closed forms.</summary>
public sealed class PlanViewTests
{
    private const double FresnelC1 = 0.7798934003768228;
    private const double FresnelS1 = 0.4382591473903548;
    private const double FresnelC2 = 0.4882534060753408;
    private const double FresnelS2 = 0.3434156783636982;

    [Fact]
    public void A_line_ends_where_its_heading_leads()
    {
        var points = Xodr.ReferenceLine(10, "<line/>", x: 3, y: -2, heading: Math.PI / 6);
        Assert.Equal(2, points.Count);
        Xodr.Near(3, -2, points[0]);
        Xodr.Near(3 + (10 * Math.Sqrt(3) / 2), 3, points[^1]);
    }

    [Fact]
    public void A_quarter_arc_ends_at_its_radius_ahead_and_to_the_left()
    {
        var points = Xodr.ReferenceLine(50 * Math.PI, "<arc curvature=\"0.01\"/>");
        Xodr.Near(100, 100, points[^1], 1e-12);
        for (int i = 0; i < points.Count; i++)
        {
            Assert.Equal(100, points[i].DistanceTo(new(0, 100)), 10);
            if (i > 0)
            {
                double sagitta = 100 - points[i].Lerp(points[i - 1], 0.5).DistanceTo(new(0, 100));
                Assert.InRange(sagitta, 0, 0.01);
            }
        }

        // 10 mm at the outer border of radius 103 allow about 2.87 m per step.
        Assert.InRange(points.Count, 55, 130);
    }

    [Fact]
    public void Arcs_that_turn_several_times_are_not_taken_for_chords()
    {
        var points = Xodr.ReferenceLine(8 * Math.PI * 20, "<arc curvature=\"-0.05\"/>");
        Xodr.Near(0, 0, points[^1], 1e-10);
        Assert.True(points.Count > 300);
    }

    [Theory]
    [InlineData(1, 0, Math.PI, FresnelC1, FresnelS1)]
    [InlineData(1, 0, -Math.PI, FresnelC1, -FresnelS1)]
    [InlineData(2, 0, 2 * Math.PI, FresnelC2, FresnelS2)]
    [InlineData(1, Math.PI, 0, FresnelS1, FresnelC1)]
    [InlineData(1, -Math.PI, 0, FresnelS1, -FresnelC1)]
    public void A_clothoid_ends_at_the_fresnel_integrals(double length, double from, double to, double x, double y)
    {
        string shape = string.Create(CultureInfo.InvariantCulture, $"""<spiral curvStart="{from:R}" curvEnd="{to:R}"/>""");
        Xodr.Near(x, y, Xodr.ReferenceLine(length, shape)[^1], 4e-15);
    }

    [Theory]
    [InlineData(80, 0.02, -0.03)]
    [InlineData(120, -0.01, 0.05)]
    [InlineData(300, 0.1, 0.004)]
    [InlineData(40, 0.01, 0.01)]
    public void A_clothoid_of_any_two_curvatures_agrees_with_a_fine_sum(double length, double from, double to)
    {
        string shape = string.Create(CultureInfo.InvariantCulture, $"""<spiral curvStart="{from:R}" curvEnd="{to:R}"/>""");
        const int steps = 200_000;
        double x = 0, y = 0, h = length / steps;
        for (int i = 0; i < steps; i++)
        {
            double s = (i + 0.5) * h, angle = (from * s) + ((to - from) * s * s / (2 * length));
            x += Math.Cos(angle) * h;
            y += Math.Sin(angle) * h;
        }

        // The midpoint sum itself is off by about L·θ'²·h²/24.
        Xodr.Near(x, y, Xodr.ReferenceLine(length, shape)[^1], 2e-7);
    }

    [Fact]
    public void Poly3_takes_its_length_along_the_curve()
    {
        Xodr.Near(4, 3, Xodr.ReferenceLine(5, """<poly3 a="0" b="0.75" c="0" d="0"/>""")[^1], 1e-12);
        double length = (Math.Sqrt(2) + Math.Log(1 + Math.Sqrt(2))) / 2;
        Xodr.Near(1, 0.5, Xodr.ReferenceLine(length, """<poly3 a="0" b="0" c="0.5" d="0"/>""")[^1], 1e-10);
    }

    [Fact]
    public void ParamPoly3_runs_over_its_length_or_over_one()
    {
        const string byLength = """<paramPoly3 pRange="arcLength" aU="0" bU="1" cU="0" dU="0" aV="0" bV="0" cV="0.01" dV="0"/>""";
        Xodr.Near(20, 4, Xodr.ReferenceLine(20, byLength)[^1]);
        const string byOne = """<paramPoly3 pRange="normalized" aU="0" bU="20" cU="0" dU="0" aV="0" bV="0" cV="0" dV="4"/>""";
        Xodr.Near(20, 4, Xodr.ReferenceLine(21, byOne)[^1]);
        Xodr.Near(-4 + 1, 20 + 2, Xodr.ReferenceLine(21, byOne, x: 1, y: 2, heading: Math.PI / 2)[^1]);
        const string unsaid = """<paramPoly3 aU="0" bU="20" cU="0" dU="0" aV="0" bV="0" cV="0" dV="4"/>""";
        Xodr.Near(20, 4, Xodr.ReferenceLine(21, unsaid)[^1]);
    }

    [Fact]
    public void The_tangent_of_a_curve_turns_its_cross_sections()
    {
        var lane = Xodr.ReadRoads(Xodr.Road(length: 50 * Math.PI, plan: Xodr.Geometry(50 * Math.PI, "<arc curvature=\"0.01\"/>"))).Lanes[0];
        Xodr.Near(103, 100, lane.Right.Points[^1], 1e-11);
        Xodr.Near(101.5, 100, lane.Centre.Points[^1], 1e-11);
        Assert.Equal(lane.Left.Points.Count, lane.Right.Points.Count);
        Assert.Equal(lane.Left.Points.Count, lane.Centre.Points.Count);
    }

    [Fact]
    public void Elements_follow_each_other_at_their_own_starts()
    {
        string plan = Xodr.Geometry(10, "<line/>") + Xodr.Geometry(5, "<line/>", x: 10, heading: 0.1, s: 10);
        var points = Xodr.ReadRoads(Xodr.Road(length: 15, plan: plan)).Lanes[0].Left.Points;
        Assert.Equal(3, points.Count);
        Xodr.Near(10, 0, points[1]);
        Xodr.Near(10 + (5 * Math.Cos(0.1)), 5 * Math.Sin(0.1), points[2]);
    }
}
