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
}
