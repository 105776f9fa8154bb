using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Tests.Geometry;

public class PolylineTests
{
    private static readonly Polyline Corner = new([new(0, 0), new(10, 0), new(10, 10)]);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(4, 4, 0)]
    [InlineData(10, 10, 0)]
    [InlineData(13, 10, 3)]
    [InlineData(20, 10, 10)]
    [InlineData(25, 10, 10)]
    [InlineData(-1, 0, 0)]
    public void A_point_at_an_arc_length_lies_on_the_chain(double s, double x, double y) => Assert.Equal(new Vector2d(x, y), Corner.PointAt(s));

    [Fact]
    public void Extended_ends_go_on_straight()
    {
        Assert.Equal(new Vector2d(-2, 0), Corner.PointAt(-2, PolylineEnds.Extend));
        Assert.Equal(new Vector2d(10, 15), Corner.PointAt(25, PolylineEnds.Extend));
        var behind = Corner.Project(new(-3, 4));
        Assert.Equal((-3.0, 4.0, 5.0), (behind.S, behind.D, behind.DistanceM));
        var clamped = Corner.Project(new(-3, 4), PolylineEnds.Clamp);
        Assert.Equal((0.0, 4.0, 5.0), (clamped.S, clamped.D, clamped.DistanceM));
        var beyond = Corner.Project(new(12, 14));
        Assert.Equal((24.0, -2.0), (beyond.S, beyond.D));
    }

    [Fact]
    public void The_heading_at_a_vertex_is_that_of_the_segment_that_begins_there()
    {
        Assert.Equal(0, Corner.HeadingAt(9.999));
        Assert.Equal(Math.PI / 2, Corner.HeadingAt(10), 15);
        Assert.Equal(Math.PI / 2, Corner.HeadingAt(99), 15);
    }

    [Fact]
    public void An_outer_corner_gives_the_signed_distance()
    {
        var f = Corner.Project(new(13, -4));
        Assert.Equal((10.0, -5.0, 5.0), (f.S, f.D, f.DistanceM));
    }

    [Fact]
    public void Repeated_points_and_a_single_place_are_tolerated()
    {
        var line = new Polyline([new(0, 0), new(0, 0), new(5, 0), new(5, 0), new(5, 0), new(5, 5), new(5, 5)]);
        Assert.Equal(10, line.LengthM);
        Assert.Equal(0, line.HeadingAt(0));
        Assert.Equal(Math.PI / 2, line.HeadingAt(5), 15);
        Assert.Equal(Math.PI / 2, line.HeadingAt(10), 15);
        Assert.Equal(7.0, line.Project(new(4, 2)).S);
        Assert.Equal(1.0, line.Project(new(4, 2)).D);
        Assert.True(line.IsSimple());
        Assert.Equal(3, line.WithoutRepeats().Points.Count);

        var point = new Polyline([new(3, 4), new(3, 4)]);
        Assert.Equal(new Vector2d(3, 4), point.PointAt(0));
        Assert.Equal(5, point.Project(new(0, 0)).DistanceM);
        Assert.Equal(0, point.CurvatureAt(0));
    }

    [Fact]
    public void Projection_is_the_brute_force_nearest_whatever_the_hint()
    {
        var random = new RandomStream(7);
        for (int round = 0; round < 40; round++)
        {
            var line = RandomLine(random, 2 + (int)(random.NextDouble() * 400));
            for (int k = 0; k < 25; k++)
            {
                var p = new Vector2d(random.NextDouble() * 200 - 50, random.NextDouble() * 200 - 100);
                double best = double.PositiveInfinity;
                for (int i = 0; i < line.SegmentCount; i++)
                {
                    best = Math.Min(best, line.SegmentAt(i).DistanceTo(p));
                }

                var f = line.Project(p);
                Assert.Equal(best, f.DistanceM);
                Assert.Equal(f, line.Project(p, hint: (int)(random.NextDouble() * line.SegmentCount)));
                Assert.Equal(f, line.Project(p, hint: line.SegmentCount - 1));
            }
        }
    }

    [Fact]
    public void Frenet_coordinates_come_back_to_the_point_where_the_foot_is_no_corner()
    {
        var random = new RandomStream(8);
        var line = Arc(50, 0.02, 80);
        for (int k = 0; k < 500; k++)
        {
            double s = random.NextDouble() * (line.LengthM + 40) - 20;
            double d = random.NextDouble() * 10 - 5;
            var p = line.ToWorld(s, d);
            var f = line.Project(p);
            Assert.True(line.ToWorld(f.S, f.D).DistanceTo(p) < 0.11, "the gap at a corner is below d times its turn");
            if (Math.Abs(f.S - s) < 1e-9)
            {
                Assert.Equal(d, f.D, 1e-9);
                Assert.True(line.ToWorld(f.S, f.D).DistanceTo(p) < 1e-9);
            }
        }
    }

    [Fact]
    public void Projection_moves_with_a_rigid_motion_and_flips_with_a_mirror()
    {
        var random = new RandomStream(9);
        for (int k = 0; k < 200; k++)
        {
            var line = RandomLine(random, 30);
            var p = new Vector2d(random.NextDouble() * 100, random.NextDouble() * 60 - 30);
            var frame = new Pose2d(random.NextDouble() * 1e3, random.NextDouble() * 1e3, random.NextDouble() * 20 - 10);
            var f = line.Project(p);
            var moved = line.Transformed(frame).Project(frame.PointToWorld(p));
            Assert.Equal(f.DistanceM, moved.DistanceM, 1e-9);

            var mirrored = new Polyline([.. line.Points.Select(q => new Vector2d(q.X, -q.Y))]);
            var m = mirrored.Project(new(p.X, -p.Y));
            Assert.Equal((f.S, -f.D), (m.S, m.D));
        }
    }

    [Fact]
    public void The_curvature_of_a_circle_is_one_over_its_radius()
    {
        var line = Arc(50, 0.02, 60);
        Assert.Equal(1 / 50.0, line.CurvatureAt(20), 1e-5);
        Assert.Equal(-1 / 50.0, line.Reversed().CurvatureAt(20), 1e-5);
        Assert.Equal(0, new Polyline([new(0, 0), new(1, 0), new(5, 0)]).CurvatureAt(2));
        Assert.Equal(0, line.CurvatureAt(-1));
    }

    [Fact]
    public void An_offset_circle_has_the_smaller_radius()
    {
        var inner = Arc(50, 0.02, 60).Offset(10);
        Assert.All(inner.Points.Skip(1).SkipLast(1), p => Assert.Equal(40, p.DistanceTo(new(0, 50)), 0.01));
        var right = Corner.Offset(-1);
        Assert.Equal(new Vector2d(11, -1), new Vector2d(Math.Round(right.Points[1].X, 12), Math.Round(right.Points[1].Y, 12)));
    }

    [Fact]
    public void Resampling_keeps_ends_and_steps()
    {
        var line = Corner.Resampled(3);
        Assert.Equal(8, line.Points.Count);
        Assert.Equal(Corner.Points[0], line.Points[0]);
        Assert.Equal(Corner.Points[^1], line.Points[^1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Corner.Resampled(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Corner.Resampled(double.NaN));
    }

    [Fact]
    public void A_slice_has_the_length_between_its_ends()
    {
        var part = Corner.Slice(8, 13);
        Assert.Equal(5, part.LengthM, 1e-12);
        Assert.Equal(3, part.Points.Count);
        Assert.Equal(0, Corner.Slice(5, 5).LengthM);
    }

    [Fact]
    public void Simplifying_drops_only_points_within_the_tolerance()
    {
        var line = Arc(50, 0.005, 200);
        var few = line.Simplified(0.05);
        Assert.InRange(few.Points.Count, 3, 40);
        Assert.All(line.Points, p => Assert.True(few.DistanceTo(p) <= 0.05));
        Assert.Equal(2, new Polyline([new(0, 0), new(1, 0), new(2, 0)]).Simplified(0).Points.Count);
    }

    [Fact]
    public void A_line_that_touches_or_folds_onto_itself_is_not_simple()
    {
        Assert.True(Corner.IsSimple());
        Assert.False(new Polyline([new(0, 0), new(4, 0), new(4, 4), new(2, 4), new(2, -1)]).IsSimple());
        Assert.False(new Polyline([new(0, 0), new(4, 0), new(4, 4), new(2, 4), new(2, 0)]).IsSimple());
        Assert.False(new Polyline([new(0, 0), new(4, 0), new(2, 0)]).IsSimple());
        Assert.False(new Polyline([new(0, 0), new(4, 0), new(4, 4), new(2, 4), new(2, 0)]).CrossesItself());
        Assert.True(new Polyline([new(0, 0), new(4, 0), new(4, 4), new(2, 4), new(2, -1)]).CrossesItself(0.5));
    }

    [Fact]
    public void The_first_crossing_is_the_one_with_the_least_arc_length()
    {
        var line = new Polyline([new(0, 0), new(10, 0), new(10, 5), new(0, 5)]);
        Assert.True(line.TryFirstCrossing(new(new(3, -1), new(3, 9)), out double s));
        Assert.Equal(3, s, 1e-12);
        Assert.False(line.TryFirstCrossing(new(new(3, 1), new(3, 4)), out _));
    }

    [Fact]
    public void The_segment_at_an_arc_length_does_not_depend_on_the_hint()
    {
        var line = new Polyline([new(0, 0), new(3, 0), new(3, 0), new(7, 0), new(9, 0), new(9, 0)]);
        for (double s = -1; s <= 10; s += 0.5)
        {
            for (int hint = -1; hint < line.SegmentCount; hint++)
            {
                Assert.Equal(line.SegmentIndexAt(s), line.SegmentIndexAt(s, hint));
            }
        }

        Assert.Equal(2, line.SegmentIndexAt(3));
        Assert.Equal(4, line.SegmentIndexAt(9));
    }

    [Fact]
    public void Huge_coordinates_keep_working()
    {
        var line = new Polyline([new(1e9, 1e9), new(1e9 + 10, 1e9), new(1e9 + 10, 1e9 + 10)]);
        var f = line.Project(new(1e9 + 4, 1e9 + 2));
        Assert.Equal((4.0, 2.0), (f.S, f.D));
    }

    [Fact]
    public void Per_step_queries_allocate_nothing()
    {
        var line = Arc(500, 0.001, 2000);
        double sum = 0;
        AllocationCheck.Nothing(() =>
        {
            int hint = -1;
            for (double s = 0; s < line.LengthM; s += 7)
            {
                var p = line.ToWorld(s, 1.5, hint: hint);
                var f = line.Project(p, hint: hint);
                hint = f.SegmentIndex;
                sum += line.TangentAt(f.S, hint).X + line.PointAt(f.S, PolylineEnds.Extend, hint).X;
            }
        });
        Assert.NotEqual(0, sum);
    }

    [Fact]
    public void Headings_and_curvatures_allocate_nothing()
    {
        var line = Arc(500, 0.001, 2000);
        double sum = 0;
        AllocationCheck.Nothing(() => sum += line.CurvatureAt(70) + line.PoseAt(70).HeadingRad);
        Assert.NotEqual(0, sum);
    }

    internal static Polyline Arc(double radius, double stepRad, int count) =>
        new([.. Enumerable.Range(0, count).Select(i => new Vector2d(radius * Math.Sin(i * stepRad), radius * (1 - Math.Cos(i * stepRad))))]);

    private static Polyline RandomLine(RandomStream random, int count)
    {
        var points = new Vector2d[count];
        var p = Vector2d.Zero;
        double heading = 0;
        for (int i = 0; i < count; i++)
        {
            points[i] = p;
            heading += random.NextDouble() - 0.5;
            p += new Vector2d(Math.Cos(heading), Math.Sin(heading)) * (random.NextDouble() < 0.1 ? 0 : random.NextDouble() * 3);
        }

        return new(points);
    }
}
