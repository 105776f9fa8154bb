using System.Text;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;
using Xunit;

namespace Sim.Tests.CrashReports.Roads;

public sealed class RecordCompletionTests
{
    private static readonly TextSpan Said = new(0, 4, "said");

    [Fact]
    public void No_told_value_is_changed()
    {
        for (ulong seed = 1; seed <= 400; seed++)
        {
            var record = RandomRecords.Draw(seed);
            var completed = RecordCompletion.Complete(record);
            void Same<T>(Leaf<T> told, Leaf<T> now)
            {
                if (told.Status != LeafStatus.Unknown)
                {
                    Assert.Same(told, now);
                }
            }

            Same(record.Road.Topology, completed.Road.Topology);
            Same(record.Road.Junction, completed.Road.Junction);
            Same(record.Road.MaxLanes, completed.Road.MaxLanes);
            Same(record.CrashClass, completed.CrashClass);
            for (int i = 0; i < record.Road.Legs.Count; i++)
            {
                var (told, now) = (record.Road.Legs[i], completed.Road.Legs[i]);
                Assert.Equal(told.Id, now.Id);
                Same(told.HeadingDeg, now.HeadingDeg);
                Same(told.LanesIn, now.LanesIn);
                Same(told.LanesOut, now.LanesOut);
                Same(told.OneWay, now.OneWay);
                Same(told.Divided, now.Divided);
                Same(told.Driveway, now.Driveway);
                Same(told.SpeedLimitKmh, now.SpeedLimitKmh);
                Same(told.Control, now.Control);
                Same(told.GradePercent, now.GradePercent);
                Same(told.Alignment, now.Alignment);
                Same(told.RadiusM, now.RadiusM);
            }

            foreach (var told in record.Actors)
            {
                var now = completed.Actors.Single(a => a.Id == told.Id);
                Same(told.Type, now.Type);
                Same(told.Leg, now.Leg);
                Same(told.LaneFromRight, now.LaneFromRight);
                Same(told.HeadingDeg, now.HeadingDeg);
                Same(told.SpeedKmh, now.SpeedKmh);
                Same(told.SpeedRelation, now.SpeedRelation);
                Same(told.Movement, now.Movement);
                Same(told.RightOfWay, now.RightOfWay);
                Assert.All(told.Actions.Where(a => a.Kind.Status != LeafStatus.Unknown), a => Assert.Contains(a, now.Actions));
            }

            foreach (var told in record.Impacts)
            {
                var now = completed.Impacts.Single(i => i.Order == told.Order);
                Same(told.A.Plane, now.A.Plane);
                Same(told.B.Plane, now.B.Plane);
                Same(told.Striking, now.Striking);
            }
        }
    }

    [Fact]
    public void What_a_scenario_needs_is_known_afterwards_and_every_assumption_has_a_reason()
    {
        for (ulong seed = 1; seed <= 400; seed++)
        {
            var completed = RecordCompletion.Complete(RandomRecords.Draw(seed));
            Assert.NotEqual(Topology.Unknown, completed.Road.Topology.Value);
            Assert.NotEqual(CrashClass.Unknown, completed.CrashClass.Value);
            Assert.True(completed.Road.Legs.Count >= 2);
            Assert.Equal(completed.Road.Legs.Count, completed.Road.Legs.Select(l => l.Id).Distinct().Count());
            Assert.All(completed.Road.Legs, l =>
            {
                Assert.NotNull(l.HeadingDeg.Value);
                Assert.NotNull(l.LanesIn.Value);
                Assert.NotNull(l.LanesOut.Value);
                Assert.NotNull(l.SpeedLimitKmh.Value);
                Assert.NotEmpty(l.Control.Value);
                Assert.NotEqual(Alignment.Unknown, l.Alignment.Value);
            });
            Assert.Contains(completed.Actors, a => a.IsVehicle() && !a.IsParked());
            Assert.All(completed.Actors, a =>
            {
                Assert.NotEqual(ActorType.Unknown, a.Type.Value);
                Assert.NotNull(a.HeadingDeg.Value);
                Assert.NotNull(a.SpeedKmh.Value);
                Assert.NotNull(a.LaneFromRight.Value);
                Assert.NotNull(a.Leg.Value);
                Assert.NotEqual(Movement.Unknown, a.Movement.Value);
                Assert.Contains(a.Actions, x => x.Executed && x.BeforeImpact);
            });
            Assert.All(RecordLeaves.Of(completed).Where(l => l.Status == LeafStatus.Assumed), a => Assert.False(string.IsNullOrWhiteSpace(a.Why), a.Path));
        }
    }

    [Fact]
    public void The_same_record_gives_the_same_bytes()
    {
        for (ulong seed = 1; seed <= 200; seed++)
        {
            string Bytes() => Encoding.UTF8.GetString(CrashJson.Write(RecordCompletion.Complete(RandomRecords.Draw(seed))));
            Assert.Equal(Bytes(), Bytes());
        }
    }

    [Fact]
    public void A_record_of_two_vehicles_and_nothing_else_is_a_rear_end_crash_on_a_straight_road()
    {
        var done = RecordCompletion.Complete(Record(new ActorRecord { Id = "V1" }, new ActorRecord { Id = "V2" }));
        Assert.Equal(CrashClass.RearEnd, done.CrashClass.Value);
        Assert.Equal(Topology.Straight, done.Road.Topology.Value);
        Assert.Equal([0.0, 180.0], done.Road.Legs.Select(l => l.HeadingDeg.Value!.Value));
        Assert.Equal(["northbound", "southbound"], done.Road.Legs.Select(l => l.Id));
        Assert.All(done.Actors, a => Assert.Equal("northbound", a.Leg.Value));
        Assert.Equal((ContactPlane.Front, ContactPlane.Back, "V1"), (done.Impacts[0].A.Plane.Value, done.Impacts[0].B.Plane.Value, done.Impacts[0].Striking.Value));
        Assert.Equal(48, done.Road.Legs[0].SpeedLimitKmh.Value);
    }

    [Fact]
    public void A_cyclist_who_crosses_gets_a_car_to_meet()
    {
        var cyclist = new ActorRecord { Id = "C1", Type = Leaf.Stated(ActorType.Bicycle, Said), Actions = [Do(ActionKind.Cross)], EmergesFrom = Leaf.Stated<string?>("V1", Said) };
        var bus = new ActorRecord { Id = "V1", Type = Leaf.Stated(ActorType.Bus, Said), Movement = Leaf.Stated(Movement.ParkedOrDisabled, Said), Actions = [Do(ActionKind.Park)] };
        var done = RecordCompletion.Complete(Record(cyclist, bus));
        var car = done.Actors[0];
        Assert.Equal(("V2", ActorType.Car), (car.Id, car.Type.Value));
        Assert.Equal(CrashClass.Cyclist, done.CrashClass.Value);
        Assert.Equal(0, done.Actors[2].SpeedKmh.Value);
        Assert.Equal(-90, Compass.Turn(car.HeadingDeg.Value!.Value, done.Actors[1].HeadingDeg.Value!.Value));
        Assert.Equal(("V2", ContactPlane.Front), (done.Impacts[0].A.Actor, done.Impacts[0].A.Plane.Value));
        Assert.Equal(ContactPlane.Left, done.Impacts[0].B.Plane.Value);
        Assert.Contains(RoadBuilder.Build(done).Map.Lanes, l => l.Type == Sim.Maps.LaneType.Parking);
    }

    [Fact]
    public void A_left_turn_across_the_path_happens_at_a_four_way_place_with_opposite_headings()
    {
        var done = RecordCompletion.Complete(Record(
            new ActorRecord { Id = "V1", HeadingDeg = Leaf.Stated<double?>(90, Said) },
            new ActorRecord { Id = "V2", Actions = [Do(ActionKind.TurnLeft)] }));
        Assert.Equal(CrashClass.TurnAcrossPath, done.CrashClass.Value);
        Assert.Equal(270, done.Actors[1].HeadingDeg.Value);
        Assert.Equal(Topology.FourWay, done.Road.Topology.Value);
        Assert.Equal([0.0, 90, 180, 270], done.Road.Legs.Select(l => l.HeadingDeg.Value!.Value).Order());
        Assert.Equal((ContactPlane.Front, ContactPlane.Right), (done.Impacts[0].A.Plane.Value, done.Impacts[0].B.Plane.Value));
        Assert.Equal((RightOfWay.Yes, RightOfWay.No), (done.Actors[0].RightOfWay.Value, done.Actors[1].RightOfWay.Value));
    }

    [Fact]
    public void The_stem_of_a_t_is_where_the_turning_vehicle_comes_from()
    {
        var record = Record(
            new ActorRecord { Id = "V1", HeadingDeg = Leaf.Stated<double?>(0, Said) },
            new ActorRecord { Id = "V2", HeadingDeg = Leaf.Stated<double?>(270, Said), Actions = [Do(ActionKind.TurnLeft)] });
        var done = RecordCompletion.Complete(record with { Road = new RoadRecord { Topology = Leaf.Stated(Topology.TJunction, Said) } });
        Assert.Equal([0.0, 180, 270], done.Road.Legs.Select(l => l.HeadingDeg.Value!.Value).Order());
        var road = RoadBuilder.Build(done);
        Assert.Equal(3, road.Legs.Count);
        Assert.NotNull(road.JunctionArea);
        Assert.True(road.JunctionArea.Contains(new(0, 0)));
    }

    [Fact]
    public void The_stem_of_a_t_lies_where_somebody_turns_to_when_all_come_along_the_road()
    {
        var record = Record(
            new ActorRecord { Id = "V1", HeadingDeg = Leaf.Stated<double?>(0, Said) },
            new ActorRecord { Id = "V2", HeadingDeg = Leaf.Stated<double?>(180, Said), Actions = [Do(ActionKind.TurnLeft)] });
        var done = RecordCompletion.Complete(record with { Road = new RoadRecord { Topology = Leaf.Stated(Topology.TJunction, Said) } });

        // Southbound, turning left: it leaves to the east, where traffic that comes in drives west.
        Assert.Contains(done.Road.Legs, l => l.HeadingDeg.Value == 270);
    }

    [Fact]
    public void Lanes_of_a_road_follow_from_its_total()
    {
        var record = Record(new ActorRecord { Id = "V1" }, new ActorRecord { Id = "V2" });
        var undivided = RecordCompletion.Complete(record with { Road = new RoadRecord { MaxLanes = Leaf.Stated<int?>(4, Said) } });
        Assert.Equal([(2, 2), (2, 2)], undivided.Road.Legs.Select(l => (l.LanesIn.Value!.Value, l.LanesOut.Value!.Value)));
        var divided = RecordCompletion.Complete(record with
        {
            Road = new RoadRecord
            {
                MaxLanes = Leaf.Stated<int?>(3, Said),
                Legs = [new LegRecord { Id = "northbound", HeadingDeg = Leaf.Stated<double?>(0, Said), Divided = Leaf.Stated<bool?>(true, Said) }],
            },
        });
        Assert.Equal([(3, 3), (3, 3)], divided.Road.Legs.Select(l => (l.LanesIn.Value!.Value, l.LanesOut.Value!.Value)));
        Assert.Contains(RoadBuilder.Build(divided).Map.Lanes, l => l.Type == Sim.Maps.LaneType.Median);
    }

    private static ActionRecord Do(ActionKind kind) => new() { Kind = Leaf.Stated(kind, Said) };

    private static CrashRecord Record(params ActorRecord[] actors) => new() { Id = "record", TextSha256 = "", Extractor = "test", Actors = actors };
}
