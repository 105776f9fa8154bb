using Sim.Geometry;
using Sim.Maps;
using Sim.Simulation.Contacts;

namespace Sim.Tests.Contacts;

public sealed class ContactClassifierTests
{
    private static readonly BodyBox Body = new(4.5, 1.8, 1.5, 1.3);
    private static readonly ReplayContext Replayed = new() { ReplayedActors = new HashSet<string> { "other" } };

    private static ContactParty Ego(double speed, double x = 0, double y = 0, double heading = 0, double lateral = 0) =>
        new("ego", ActorClass.Car, Body, new ActorState(x, y, heading, speed, lateral));

    private static ContactParty Other(double x, double y, double heading, double speed, ActorClass kind = ActorClass.Car) =>
        new("other", kind, Body, new ActorState(x, y, heading, speed));

    [Theory]
    [InlineData(0.05, 4.5, 0, 0, 5, CollisionClass.StoppedEgo, false)]
    [InlineData(0.06, 4.5, 0, 0, 0.05, CollisionClass.StoppedTrack, true)]
    [InlineData(10, 4.5, 0, 0, 5, CollisionClass.ActiveFront, true)]
    [InlineData(5, -4.5, 0, 0, 10, CollisionClass.ActiveRear, false)]
    [InlineData(10, -0.5, 1.8, 0, 11, CollisionClass.ActiveLateral, false)]
    [InlineData(10, 0.5, 3.15, -1.5707963267948966, 5, CollisionClass.ActiveLateral, false)]
    public void Classes_follow_nuplan(double egoSpeed, double x, double y, double heading, double speed, CollisionClass expected, bool atFault)
    {
        var contact = ContactClassifier.Describe(Ego(egoSpeed), Other(x, y, heading, speed), 0, 100_000);
        Assert.Equal(expected, contact.Class);
        Assert.Equal(atFault, contact.AtFault);
    }

    [Fact]
    public void A_static_object_counts_as_stopped_whatever_its_recorded_speed() =>
        Assert.Equal(CollisionClass.StoppedTrack, ContactClassifier.Classify(Ego(3), Other(4.5, 0, 0, 1, ActorClass.StaticObject)));

    [Fact]
    public void Behind_is_measured_from_the_rear_axle()
    {
        // The other's centre 3.9 m behind and 1.7 m aside of the ego's centre: from the rear axle 2.6 m behind, 146.8 degrees; from the centre 156.4.
        Assert.Equal(CollisionClass.ActiveLateral, ContactClassifier.Classify(Ego(5), Other(-3.9, 1.7, 0, 10)));
        Assert.Equal(CollisionClass.ActiveRear, ContactClassifier.Classify(Ego(5), Other(-4.4, 1.7, 0, 10)));
    }

    [Theory]
    [InlineData(2.25, 0.0, ImpactZone.Front)]
    [InlineData(2.25, 0.31, ImpactZone.FrontLeft)]
    [InlineData(2.25, 0.29, ImpactZone.Front)]
    [InlineData(0.7, 0.9, ImpactZone.Left)]
    [InlineData(0.8, -0.9, ImpactZone.FrontRight)]
    [InlineData(-0.7, -0.9, ImpactZone.Right)]
    [InlineData(-2.25, 0.9, ImpactZone.RearLeft)]
    [InlineData(-2.25, -0.1, ImpactZone.Rear)]
    [InlineData(-1.0, -0.9, ImpactZone.RearRight)]
    [InlineData(0.5, 0.1, ImpactZone.Front)]
    [InlineData(0.1, -0.2, ImpactZone.Right)]
    public void Zones_are_thirds_of_the_box(double along, double across, ImpactZone expected)
    {
        var box = new OrientedBox(new Pose2d(10, -3, 0.7), 4.5, 1.8);
        Assert.Equal(expected, ContactClassifier.Zone(in box, box.ToWorld(new Vector2d(along, across))));
    }

    [Fact]
    public void The_impact_point_of_two_flush_edges_is_the_middle_of_what_they_share()
    {
        var a = new OrientedBox(new Pose2d(0, 0, 0), 4, 2);
        var b = new OrientedBox(new Pose2d(4, 1.5, 0), 4, 2);
        var point = ContactClassifier.ImpactPoint(in a, in b);
        Assert.Equal(2, point.X, 9);
        Assert.Equal(0.75, point.Y, 9);
    }

    [Fact]
    public void A_lateral_contact_is_the_egos_fault_only_between_lanes()
    {
        var map = new RoadMap { Name = "two lanes", Lanes = [Lane("left", 0), Lane("right", -4)] };
        var other = Other(-0.5, 3.8, 0, 11);
        Assert.False(ContactClassifier.Describe(Ego(10, y: 2), other, 0, 100_000, map).AtFault);
        Assert.True(ContactClassifier.Describe(Ego(10, y: 0.5), Other(-0.5, 2.3, 0, 11), 0, 100_000, map).AtFault);
        Assert.True(ContactClassifier.Describe(Ego(10, y: 3.5), Other(-0.5, 1.7, 0, 11), 0, 100_000, map).AtFault);
        Assert.False(ContactClassifier.IsBetweenLanes(Ego(10, y: 0.5).Box, RoadMap.Empty));
    }

    [Fact]
    public void A_replayed_follower_that_drives_into_a_braking_ego_is_an_artefact() =>
        Assert.True(ContactClassifier.Describe(Ego(3), Other(-4.5, 0, 0, 12), 0, 100_000, null, Replayed).ReplayArtefact);

    [Fact]
    public void A_replayed_car_that_runs_into_a_standing_ego_is_an_artefact() =>
        Assert.True(ContactClassifier.Describe(Ego(0), Other(4.5, 0, 3.1415, 8), 0, 100_000, null, Replayed).ReplayArtefact);

    [Fact]
    public void A_replayed_car_that_moves_sideways_into_a_straight_ego_is_an_artefact()
    {
        var other = Other(0, 1.8, 0, 10) with { State = new ActorState(0, 1.8, 0, 10, -0.8) };
        Assert.True(ContactClassifier.Describe(Ego(10), other, 0, 100_000, null, Replayed).ReplayArtefact);
    }

    [Fact]
    public void An_ego_that_drives_into_a_replayed_car_is_a_finding()
    {
        Assert.False(ContactClassifier.Describe(Ego(10), Other(4.5, 0, 0, 5), 0, 100_000, null, Replayed).ReplayArtefact);
        Assert.False(ContactClassifier.Describe(Ego(10, lateral: 0.8), Other(0, 1.8, 0, 10), 0, 100_000, null, Replayed).ReplayArtefact);
        // Head-on, both approach: the ego's own motion takes part.
        Assert.False(ContactClassifier.Describe(Ego(10), Other(4.5, 0, 3.1415, 8), 0, 100_000, null, Replayed).ReplayArtefact);
        // Reversing into a follower that comes nearer.
        Assert.False(ContactClassifier.Describe(Ego(-1), Other(-4.5, 0, 0, 2), 0, 100_000, null, Replayed).ReplayArtefact);
    }

    [Fact]
    public void A_reactive_actor_is_never_an_artefact()
    {
        var nobody = new ReplayContext { ReplayedActors = new HashSet<string> { "someone" } };
        Assert.False(ContactClassifier.Describe(Ego(3), Other(-4.5, 0, 0, 12), 0, 100_000, null, nobody).ReplayArtefact);
    }

    [Theory]
    [InlineData(0.49, false)]
    [InlineData(0.51, true)]
    public void An_ego_on_its_own_log_cannot_blame_the_replay(double offset, bool artefact)
    {
        var log = ContactFinderTests.Straight("ego", ActorClass.Car, offset, 0, 3, 20);
        var replay = Replayed with { EgoLog = log };
        // At 0.15 s the log has the ego at offset + 0.45 m.
        Assert.Equal(artefact, ContactClassifier.Describe(Ego(3, x: 0.45), Other(-4.05, 0, 0, 12), 150_000, 100_000, null, replay).ReplayArtefact);
    }

    [Fact]
    public void An_ego_beyond_the_end_of_its_log_has_left_it()
    {
        var replay = Replayed with { EgoLog = ContactFinderTests.Straight("ego", ActorClass.Car, 0, 0, 0, 5) };
        Assert.False(replay.HasLeftLog(0, 0, 400_000, 100_000));
        Assert.True(replay.HasLeftLog(0, 0, 500_000, 100_000));
    }

    private static Lane Lane(string id, double bottom) => new()
    {
        Id = id,
        Left = new Polyline([new(-50, bottom + 4), new(50, bottom + 4)]),
        Right = new Polyline([new(-50, bottom), new(50, bottom)]),
        Centre = new Polyline([new(-50, bottom + 2), new(50, bottom + 2)]),
    };
}
