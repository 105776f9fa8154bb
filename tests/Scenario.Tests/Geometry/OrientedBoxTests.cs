using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Tests.Geometry;

public class OrientedBoxTests
{
    [Fact]
    public void Corners_run_counter_clockwise_from_the_front_left()
    {
        var corners = new Vector2d[4];
        new OrientedBox(new Pose2d(1, 2, 0), 4, 2).Corners(corners);
        Assert.Equal([new(3, 3), new(-1, 3), new(-1, 1), new(3, 1)], corners);
        new OrientedBox(new ActorState(1, 2, 0, 5), new BodyBox(4, 2)).Corners(corners);
        Assert.Equal(new(3, 3), corners[0]);
    }

    [Fact]
    public void The_border_belongs_to_the_box()
    {
        var box = new OrientedBox(new Pose2d(0, 0, 0), 4, 2);
        Assert.True(box.Contains(new(2, 1)));
        Assert.False(box.Contains(new(2.0001, 1)));
        Assert.True(box.Overlaps(new(new Pose2d(4, 0, 0), 4, 2)));
        Assert.False(box.Overlaps(new(new Pose2d(4.0001, 0, 0), 4, 2)));
    }

    [Fact]
    public void Distances_match_hand_calculated_ones()
    {
        var box = new OrientedBox(new Pose2d(0, 0, 0), 4, 2);
        Assert.Equal(5, box.DistanceTo(new Vector2d(5, 5)));
        Assert.Equal(3, box.DistanceTo(new OrientedBox(new Pose2d(7, 0, 0), 4, 2)));
        Assert.Equal(5, box.DistanceTo(new OrientedBox(new Pose2d(7, 6, 0), 4, 2)));
        // A square on its tip: half diagonal of 2 by 2 is sqrt 2.
        Assert.Equal(3 - Math.Sqrt(2), box.DistanceTo(new OrientedBox(new Pose2d(5, 0, Math.PI / 4), 2, 2)), 1e-12);
        Assert.Equal(-2, box.SeparationM(box), 1e-12);
        Assert.Equal(1, box.OverlapAreaM2(new(new Pose2d(3, 1, 0), 4, 2)), 1e-12);
        Assert.Equal(2 * (Math.Sqrt(2) - 1), new OrientedBox(new Pose2d(0, 0, 0), 1, 1).OverlapAreaM2(new(new Pose2d(0, 0, Math.PI / 4), 1, 1)), 1e-12);
    }

    [Fact]
    public void Overlap_and_distance_agree_with_polygons_and_are_symmetric_to_the_bit()
    {
        var random = new RandomStream(3);
        int overlaps = 0;
        for (int k = 0; k < 5000; k++)
        {
            var a = Draw(random);
            var b = Draw(random);
            double gap = a.SeparationM(b);
            double distance = a.DistanceTo(b);
            Assert.Equal(gap, b.SeparationM(a));
            Assert.Equal(distance, b.DistanceTo(a));
            Assert.True(distance >= gap - 1e-12);
            Assert.Equal(distance, a.ToPolygon().DistanceTo(b.ToPolygon()), 1e-9);
            Assert.Equal(distance, a.ToPolygon().DistanceTo(b), 1e-9);
            if (Math.Abs(gap) > 1e-9)
            {
                Assert.Equal(a.Overlaps(b), a.ToPolygon().Intersects(b.ToPolygon()));
                Assert.Equal(a.Overlaps(b), a.ToPolygon().Intersects(b));
                Assert.Equal(a.Overlaps(b), a.OverlapAreaM2(b) > 0);
            }

            Assert.Equal(distance, a.NearestPoints(b, out var here, out var there), 1e-12);
            Assert.Equal(distance, here.DistanceTo(there), 1e-9);
            Assert.True(a.DistanceTo(here) < 1e-9 && b.DistanceTo(there) < 1e-9);
            overlaps += distance == 0 ? 1 : 0;
        }

        Assert.InRange(overlaps, 500, 4500);
    }

    [Fact]
    public void Rigid_motions_and_mirrors_change_nothing()
    {
        var random = new RandomStream(4);
        for (int k = 0; k < 1000; k++)
        {
            var a = DrawPose(random);
            var b = DrawPose(random);
            double distance = new OrientedBox(a, 4.5, 1.8).DistanceTo(new OrientedBox(b, 10, 2.5));
            var frame = new Pose2d(random.NextDouble() * 1e4, -random.NextDouble() * 1e4, random.NextDouble() * 12);
            Assert.Equal(distance, new OrientedBox(frame.PoseToWorld(a), 4.5, 1.8).DistanceTo(new OrientedBox(frame.PoseToWorld(b), 10, 2.5)), 1e-8);
            Assert.Equal(distance, new OrientedBox(new Pose2d(a.X, -a.Y, -a.HeadingRad), 4.5, 1.8).DistanceTo(new OrientedBox(new Pose2d(b.X, -b.Y, -b.HeadingRad), 10, 2.5)), 1e-12);
        }
    }

    [Fact]
    public void A_segment_meets_a_box_exactly_when_it_meets_its_polygon()
    {
        var random = new RandomStream(5);
        int hits = 0;
        for (int k = 0; k < 3000; k++)
        {
            var box = Draw(random);
            var s = new Segment(DrawPose(random).Position, DrawPose(random).Position);
            bool meets = box.Intersects(s);
            Assert.Equal(box.ToPolygon().Intersects(s), meets);
            Assert.Equal(box.ToPolygon().DistanceTo(s), box.DistanceTo(s), 1e-9);
            hits += meets ? 1 : 0;
        }

        Assert.InRange(hits, 300, 2700);
    }

    [Fact]
    public void Pose_transforms_invert_each_other()
    {
        var pose = new Pose2d(3, 4, 2.5);
        var p = new Vector2d(-7, 11);
        Assert.True(pose.PointToWorld(pose.PointToBody(p)).DistanceTo(p) < 1e-12);
        var rear = pose.CentreToRearAxle(1.4);
        Assert.Equal(-1.4, pose.PointToBody(rear.Position).X, 1e-12);
    }

    [Fact]
    public void The_rear_axle_lies_behind_the_centre()
    {
        var rear = new Pose2d(10, 5, Math.PI / 2).CentreToRearAxle(1.4);
        Assert.Equal(10, rear.X, 1e-12);
        Assert.Equal(3.6, rear.Y, 1e-12);
        var centre = rear.RearAxleToCentre(1.4);
        Assert.Equal(5, centre.Y, 1e-12);
        var relative = new Pose2d(0, 0, 3).PoseToBody(new(0, 0, -3));
        Assert.Equal(2 * Math.PI - 6, relative.HeadingRad, 1e-12);
    }

    [Fact]
    public void Box_queries_allocate_nothing()
    {
        var a = new OrientedBox(new Pose2d(0, 0, 0.3), 4, 2);
        var b = new OrientedBox(new Pose2d(3, 1, 1.3), 4, 2);
        var c = new OrientedBox(new Pose2d(9, 1, 1.3), 4, 2);
        double sum = 0;
        AllocationCheck.Nothing(() =>
        {
            sum += a.DistanceTo(b) + a.DistanceTo(c) + a.OverlapAreaM2(b) + a.NearestPoints(b, out _, out _) + a.NearestPoints(c, out _, out _);
            sum += a.DistanceTo(new Segment(b.Centre, c.Centre)) + a.Bounds.MaxX;
        });
        Assert.True(sum > 0);
    }

    private static OrientedBox Draw(RandomStream random) => new(DrawPose(random), 1 + random.NextDouble() * 8, 0.5 + random.NextDouble() * 3);

    private static Pose2d DrawPose(RandomStream random) => new(random.NextDouble() * 16 - 8, random.NextDouble() * 16 - 8, random.NextDouble() * 14 - 7);
}
