using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Tests.Geometry;

public class PolygonTests
{
    private static readonly Polygon Square = new([new(0, 0), new(4, 0), new(4, 4), new(0, 4)]);
    private static readonly Polygon Hook = new([new(0, 0), new(6, 0), new(6, 6), new(4, 6), new(4, 2), new(0, 2)]);

    [Fact]
    public void Measures_match_hand_calculated_ones()
    {
        Assert.Equal(16, Square.SignedAreaM2());
        Assert.Equal(-16, Square.Reversed().SignedAreaM2());
        Assert.Equal(16, Square.PerimeterM());
        Assert.Equal(new Vector2d(2, 2), Square.Centroid());
        Assert.Equal(20, Hook.AreaM2());
        // Parts 6x2 at (3, 1) and 2x4 at (5, 4).
        Assert.Equal((12 * 3 + 8 * 5) / 20.0, Hook.Centroid().X, 1e-12);
        Assert.Equal((12 * 1 + 8 * 4) / 20.0, Hook.Centroid().Y, 1e-12);
        Assert.Equal(new Bounds2d(0, 0, 6, 6), Hook.Bounds);
        Assert.True(Square.IsConvex());
        Assert.False(Hook.IsConvex());
        Assert.False(new Polygon([new(0, 0), new(4, 3), new(-1, 3), new(3, 0), new(1, 5)]).IsConvex());
    }

    [Fact]
    public void The_border_belongs_to_the_polygon_also_between_two_that_share_an_edge()
    {
        Assert.True(Square.Contains(new(0, 0)));
        Assert.True(Square.Contains(new(4, 2)));
        Assert.False(Square.Contains(new(4.0000001, 2)));
        var random = new RandomStream(5);
        for (int k = 0; k < 2000; k++)
        {
            var a = new Vector2d(random.NextDouble(), 0);
            var b = new Vector2d(random.NextDouble(), 1);
            var left = new Polygon([new(-1, 0), a, b, new(-1, 1)]);
            var right = new Polygon([a, new(2, 0), new(2, 1), b]);
            var p = a.Lerp(b, random.NextDouble());
            Assert.True(left.Contains(p) || right.Contains(p));
        }
    }

    [Fact]
    public void Containment_is_a_winding_number_other_than_zero()
    {
        var random = new RandomStream(6);
        int inside = 0;
        for (int round = 0; round < 60; round++)
        {
            var points = new Vector2d[3 + (int)(random.NextDouble() * 60)];
            for (int i = 0; i < points.Length; i++)
            {
                points[i] = new(random.NextDouble() * 10, random.NextDouble() * 10);
            }

            var polygon = new Polygon(points);
            for (int k = 0; k < 50; k++)
            {
                var p = new Vector2d(random.NextDouble() * 10, random.NextDouble() * 10);
                double turn = 0;
                for (int i = 0; i < points.Length; i++)
                {
                    var a = points[i] - p;
                    var b = points[(i + 1) % points.Length] - p;
                    turn += Math.Atan2(a.Cross(b), a.Dot(b));
                }

                bool expected = Math.Abs(turn) > 1;
                Assert.Equal(expected, polygon.Contains(p));
                Assert.Equal(expected, polygon.Reversed().Contains(p));
                inside += expected ? 1 : 0;
            }
        }

        Assert.InRange(inside, 100, 2900);
    }

    [Fact]
    public void Simple_means_that_edges_meet_only_at_common_vertices()
    {
        Assert.True(Square.IsSimple());
        Assert.True(Hook.IsSimple());
        Assert.True(new Polygon([new(0, 0), new(0, 0), new(4, 0), new(4, 4), new(0, 0)]).IsSimple());
        Assert.False(new Polygon([new(0, 0), new(4, 4), new(4, 0), new(0, 4)]).IsSimple());
        Assert.False(new Polygon([new(0, 0), new(4, 0), new(2, 0)]).IsSimple());
        var taper = new Polygon([new(0, 0), new(5, 0), new(9, 0), new(9, 0), new(5, 0), new(0, 3)]);
        Assert.False(taper.IsSimple());
        Assert.False(taper.CrossesItself());
        Assert.True(new Polygon([new(0, 0), new(4, 4), new(4, 0), new(0, 4)]).CrossesItself(1));
    }

    [Fact]
    public void Distances_match_hand_calculated_ones()
    {
        Assert.Equal(0, Square.DistanceTo(new Vector2d(1, 1)));
        Assert.Equal(1, Square.BorderDistanceTo(new(1, 1)));
        Assert.Equal(5, Square.DistanceTo(new Vector2d(7, 8)));
        Assert.Equal(1, Hook.DistanceTo(new Segment(new(0, 3), new(3, 3))));
        Assert.Equal(0, Hook.DistanceTo(new Segment(new(5, 3), new(5.5, 3))));
        Assert.Equal(2, Square.DistanceTo(new Polygon([new(6, 0), new(8, 0), new(8, 4)])));
        Assert.Equal(0, Hook.DistanceTo(Square));
        Assert.True(new Polygon([new(-9, -9), new(9, -9), new(9, 9), new(-9, 9)]).Intersects(Square));
        Assert.True(Square.Intersects(new Polygon([new(-9, -9), new(9, -9), new(9, 9), new(-9, 9)])));
    }

    [Fact]
    public void A_box_is_contained_only_when_no_edge_cuts_it()
    {
        Assert.True(Hook.Contains(new OrientedBox(new Pose2d(3, 1, 0), 6, 2)));
        Assert.True(Hook.Contains(new OrientedBox(new Pose2d(5, 3, Math.PI / 2), 4, 1.5)));
        Assert.False(Hook.Contains(new OrientedBox(new Pose2d(4.5, 1.5, Math.PI / 4), 5, 2)));
        // All four corners lie inside the U, its notch cuts the box.
        var u = new Polygon([new(0, 0), new(9, 0), new(9, 9), new(6, 9), new(6, 1), new(3, 1), new(3, 9), new(0, 9)]);
        Assert.False(u.Contains(new OrientedBox(new Pose2d(4.5, 3, 0), 8, 2)));
    }

    [Fact]
    public void Clipping_areas_are_exact_and_symmetric()
    {
        var triangle = new Polygon([new(2, 2), new(6, 2), new(2, 6)]);
        Assert.Equal(4, Square.ClipAreaM2(triangle), 1e-12);
        Assert.Equal(4, triangle.Reversed().ClipAreaM2(Square), 1e-12);
        Assert.Equal(16, Square.ClipAreaM2(Square), 1e-12);
        Assert.Equal(0, Square.ClipAreaM2(new Polygon([new(4, 0), new(8, 0), new(8, 4), new(4, 4)])));
        Assert.Throws<ArgumentException>(() => Square.ClipAreaM2(Hook));
        var random = new RandomStream(11);
        for (int k = 0; k < 500; k++)
        {
            var a = new OrientedBox(new Pose2d(random.NextDouble() * 4, random.NextDouble() * 4, random.NextDouble() * 7), 3, 2).ToPolygon();
            var b = new OrientedBox(new Pose2d(random.NextDouble() * 4, random.NextDouble() * 4, random.NextDouble() * 7), 4, 1).ToPolygon();
            double area = a.ClipAreaM2(b);
            Assert.Equal(area, b.ClipAreaM2(a), 1e-9);
            Assert.InRange(area, 0, 4 + 1e-9);
        }
    }

    [Fact]
    public void Orientation_is_exact_where_rounding_would_lie()
    {
        // Points one unit in the last place beside the line y = x.
        double x = 0.5;
        for (int i = 0; i < 200; i++)
        {
            double up = x;
            for (int j = 0; j < 8; j++)
            {
                int expected = Math.Sign(up - x);
                Assert.Equal(expected, Orientation.Sign(new(12, 12), new(24, 24), new(x, up)));
                Assert.Equal(-expected, Orientation.Sign(new(24, 24), new(12, 12), new(x, up)));
                up = Math.BitIncrement(up);
            }

            x = Math.BitIncrement(x);
        }
    }

    [Fact]
    public void Segments_meet_where_they_should()
    {
        var a = new Segment(new(0, 0), new(4, 4));
        Assert.True(a.TryIntersect(new(new(0, 4), new(4, 0)), out double f, out double g));
        Assert.Equal((0.5, 0.5), (f, g));
        Assert.False(a.TryIntersect(new(new(5, 5), new(6, 6)), out _, out _));
        Assert.True(a.TryIntersect(new(new(3, 3), new(1, 1)), out f, out g));
        Assert.Equal((0.25, 1.0), (f, g));
        Assert.True(new Segment(new(2, 2), new(2, 2)).Intersects(a));
        Assert.False(new Segment(new(2, 2.1), new(2, 2.1)).Intersects(a));
        Assert.Equal(Math.Sqrt(2), a.DistanceTo(new Segment(new(5, 5), new(9, 9))), 1e-12);
        Assert.False(a.Crosses(new(new(4, 4), new(9, 0))));
        Assert.False(a.Crosses(new(new(2, 1.9), new(1.9, 2)), 0.2));
    }

    [Fact]
    public void Polygon_queries_allocate_nothing()
    {
        var ring = new Polygon([.. Enumerable.Range(0, 300).Select(i => new Vector2d(50 * Math.Cos(i * Math.PI / 150), 50 * Math.Sin(i * Math.PI / 150)))]);
        var box = new OrientedBox(new Pose2d(49, 0, 0.3), 4, 2);
        double sum = 0;
        AllocationCheck.Nothing(() =>
        {
            sum += ring.Contains(new Vector2d(1, 2)) ? 1 : 0;
            sum += ring.Intersects(box) ? 1 : 0;
            sum += ring.Contains(box) ? 1 : 0;
            sum += ring.DistanceTo(new Vector2d(70, 0)) + ring.DistanceTo(Square) + Square.ClipAreaM2(Square) + ring.DistanceTo(box);
        });
        Assert.True(sum > 0);
    }
}
