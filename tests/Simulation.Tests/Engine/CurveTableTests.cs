using Sim.Geometry;
using Sim.Simulation.Engine;

namespace Sim.Tests.Engine;

public class CurveTableTests
{
    [Fact]
    public void Points_lie_on_the_line_and_headings_turn_at_the_corner_only()
    {
        var table = new CurveTable([new Polyline([new(0, 0), new(50, 0), new(50, 40)])]);
        foreach (double s in new[] { 0.0, 10, 40, 48.4, 50, 51.6, 70, 90 })
        {
            var p = table.Sample(table.CursorAt(0, s), s, 0);
            Assert.Equal(Math.Min(s, 50), p.X, 9);
            Assert.Equal(Math.Max(s - 50, 0), p.Y, 9);
            Assert.Equal(s < 48.5 ? 0 : s > 51.5 ? Math.PI / 2 : Math.PI / 4, p.HeadingRad, 9);
            Assert.Equal(Math.Cos(p.HeadingRad), p.TangentX, 9);
        }

        Assert.Equal(90, table.Length(0));
    }

    [Fact]
    public void A_jag_of_a_line_does_not_turn_a_vehicle()
    {
        var table = new CurveTable([new Polyline([new(0, 0), new(20, 0), new(20.05, 0.2), new(40, 0.2)])]);
        int cursor = 0;
        for (double s = 0; s < table.Length(0); s += 0.05)
        {
            table.Seek(0, s, ref cursor);
            Assert.InRange(table.Sample(cursor, s, 0).HeadingRad, -0.01, 0.1);
        }
    }

    [Fact]
    public void Headings_are_continuous_over_several_turns_and_doubled_points_do_no_harm()
    {
        var points = Enumerable.Range(0, 1000).Select(i => new Vector2d(50 * Math.Cos(i * 0.02), 50 * Math.Sin(i * 0.02))).SelectMany(p => new[] { p, p });
        var table = new CurveTable([new Polyline([.. points])]);
        int cursor = 0;
        double last = Math.PI / 2;
        for (double s = 0; s < table.Length(0); s += 0.1)
        {
            table.Seek(0, s, ref cursor);
            var p = table.Sample(cursor, s, 0);
            Assert.InRange(p.HeadingRad - last, -0.01, 0.01 + (s == 0 ? 0.02 : 0));
            last = p.HeadingRad;
            Assert.True(double.IsFinite(p.X + p.Y + p.TangentX));
        }

        Assert.InRange(last, Math.PI / 2 + 19.9, Math.PI / 2 + 20);
    }

    [Theory]
    [InlineData(10, 0.25)]
    [InlineData(50, 0.25)]
    [InlineData(50, 2)]
    [InlineData(100, 1)]
    [InlineData(200, 4)]
    [InlineData(500, 8)]
    [InlineData(500, 25)]
    [InlineData(-30, 0.5)]
    public void A_straight_drawn_with_one_segment_has_its_heading_from_two_metres_beside_an_arc(double radius, double step)
    {
        const double straight = 200;
        double turn = Math.Ceiling(Math.Abs(radius) / step) * step / radius;
        var points = new List<Vector2d> { new(-straight, 0) };
        int chords = (int)Math.Round(turn * radius / step);
        for (int i = 0; i <= chords; i++)
        {
            double a = turn * i / chords;
            points.Add(new Vector2d(radius * Math.Sin(a), radius * (1 - Math.Cos(a))));
        }

        points.Add(points[^1] + straight * new Vector2d(Math.Cos(turn), Math.Sin(turn)));
        var table = new CurveTable([new Polyline([.. points])]);
        double arc = table.Length(0) - 2 * straight;
        double halfChord = Math.Abs(turn) / chords / 2;
        double steepest = 0.0501 * Math.Max(1.5 / Math.Abs(radius), halfChord / CurveDirections.ChordM);
        int cursor = 0;
        double last = 0;
        for (double s = 0; s < table.Length(0); s += 0.05)
        {
            table.Seek(0, s, ref cursor);
            var p = table.Sample(cursor, s, 0);
            double along = s - straight;
            double wanted = Math.Clamp(along / arc, 0, 1) * turn;
            double most = along < -2 || along > arc + 2 ? 1e-6 : halfChord + 1e-9;
            Assert.InRange(p.HeadingRad - wanted, -most, most);
            Assert.InRange(p.HeadingRad - last, -steepest, steepest);
            last = p.HeadingRad;
        }
    }

    [Fact]
    public void A_lane_that_ends_on_an_arc_has_the_heading_of_its_first_and_last_segments_there()
    {
        var table = new CurveTable([new Polyline([.. Enumerable.Range(0, 41).Select(i => new Vector2d(20 * Math.Sin(i * 0.02), 20 * (1 - Math.Cos(i * 0.02))))])]);
        Assert.Equal(0.01, table.Sample(table.FirstCursor(0), 0, 0).HeadingRad, 12);
        Assert.Equal(0.79, table.Sample(table.EndCursor(0) - 1, table.Length(0), 0).HeadingRad, 12);
    }

    [Fact]
    public void A_jag_and_a_slight_bend_turn_long_segments_beside_them_only_nearby()
    {
        var table = new CurveTable([new Polyline([new(0, 0), new(99, 0), new(100, 0), new(100.05, 0.2), new(101, 0.2), new(200, 0.2), new(300, 5.2)])]);
        foreach (double s in new[] { 1, 50, 97.4, 103, 150, 190 })
        {
            Assert.Equal(0, table.Sample(table.CursorAt(0, s), s, 0).HeadingRad, 9);
        }

        double bend = table.VertexS(table.EndCursor(0)) - Math.Sqrt(100 * 100 + 5 * 5);
        Assert.Equal(Math.Atan(0.05) / 2, table.Sample(table.CursorAt(0, bend), bend, 0).HeadingRad, 9);
        Assert.Equal(Math.Atan(0.05), table.Sample(table.CursorAt(0, bend + 10.1), bend + 10.1, 0).HeadingRad, 9);
    }

    [Fact]
    public void A_line_of_very_many_close_points_is_prepared_quickly()
    {
        var table = new CurveTable([new Polyline([.. Enumerable.Range(0, 300_000).Select(i => new Vector2d(i * 1e-6, 0))])]);
        Assert.Equal(0, table.Sample(table.CursorAt(0, 0.15), 0.15, 0).HeadingRad, 9);
    }
}
