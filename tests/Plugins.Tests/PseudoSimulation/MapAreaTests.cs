using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Tests.PseudoSimulation;

/// <summary>The prepared areas against the plain polygon, which shares no code with them but the exact turn of three points.</summary>
public sealed class MapAreaTests
{
    [Fact]
    public void Inside_is_what_the_polygon_says_without_its_border()
    {
        int inside = 0, outside = 0;
        for (ulong seed = 0; seed < 60; seed++)
        {
            var (polygon, area, random) = Draw(seed);
            for (int i = 0; i < 400; i++)
            {
                // On a grid of the vertices' own spacing, so that rows of vertices and borders are hit.
                Vector2d p = i % 2 == 0
                    ? new(Math.Round(random.NextUniform(-12, 12)) / 2, Math.Round(random.NextUniform(-12, 12)) / 2)
                    : new(random.NextUniform(-12, 12), random.NextUniform(-12, 12));
                bool expected = polygon.Contains(p) && polygon.BorderDistanceTo(p) > 0;
                Assert.Equal(expected, area.Contains(p));
                (inside, outside) = expected ? (inside + 1, outside) : (inside, outside + 1);
            }
        }

        Assert.True(inside > 2000 && outside > 2000);
    }

    [Fact]
    public void Touching_is_what_the_polygon_says()
    {
        int touching = 0, apart = 0;
        for (ulong seed = 0; seed < 60; seed++)
        {
            var (polygon, area, random) = Draw(seed);
            for (int i = 0; i < 200; i++)
            {
                var axis = i % 2 == 0 ? new Vector2d(0, 1) : Vector2d.FromHeading(random.NextUniform(-3, 3));
                Vector2d centre = new(Math.Round(random.NextUniform(-14, 14)), Math.Round(random.NextUniform(-14, 14)));
                var quad = Quad.Around(centre, axis, random.NextInt(1, 5), 0.5);
                var same = new Polygon([quad.FrontLeft, quad.RearLeft, quad.RearRight, quad.FrontRight]);
                bool expected = polygon.Intersects(same);
                Assert.Equal(expected, area.Intersects(quad));
                (touching, apart) = expected ? (touching + 1, apart) : (touching, apart + 1);
            }
        }

        Assert.True(touching > 1000 && apart > 1000);
    }

    [Fact]
    public void Two_boxes_touch_when_their_polygons_do()
    {
        var random = new RandomStream(5);
        int touching = 0;
        for (int i = 0; i < 20_000; i++)
        {
            var (a, b) = (Box(random, i), Box(random, i));
            bool expected = Outline(a).Intersects(Outline(b));
            Assert.Equal(expected, a.Intersects(b));
            Assert.Equal(expected, b.Intersects(a));
            Assert.Equal(Outline(b).Intersects(new Segment(a.FrontLeft, a.FrontRight)), b.Intersects(a.FrontLeft, a.FrontRight));
            touching += expected ? 1 : 0;
        }

        Assert.InRange(touching, 2_000, 18_000);

        static Quad Box(RandomStream random, int i) => Quad.Around(
            new Vector2d(Math.Round(random.NextUniform(-6, 6)), Math.Round(random.NextUniform(-6, 6))),
            i % 2 == 0 ? new Vector2d(1, 0) : Vector2d.FromHeading(random.NextUniform(-3, 3)),
            random.NextInt(1, 5),
            random.NextInt(1, 3));

        static Polygon Outline(Quad q) => new([q.FrontLeft, q.RearLeft, q.RearRight, q.FrontRight]);
    }

    // A star-shaped ring around the origin with vertices on a half-metre grid.
    private static (Polygon Polygon, MapArea Area, RandomStream Random) Draw(ulong seed)
    {
        var random = new RandomStream(seed).Fork("area");
        int count = random.NextInt(3, 40);
        var ring = new List<Vector2d>();
        for (int i = 0; i < count; i++)
        {
            var direction = Vector2d.FromHeading(2 * Math.PI * i / count) * random.NextUniform(4, 12);
            ring.Add(new Vector2d(Math.Round(2 * direction.X) / 2, Math.Round(2 * direction.Y) / 2));
        }

        if (seed % 2 == 0)
        {
            ring.Reverse();
        }

        var polygon = new Polygon(ring);
        return polygon.IsSimple() ? (polygon, new MapArea(new MapPolygon("area", MapPolygonType.Lane, ring), onRoute: true), random) : Draw(seed + 1000);
    }
}
