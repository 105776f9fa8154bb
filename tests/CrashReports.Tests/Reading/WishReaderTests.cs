using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Reading;

public sealed class WishReaderTests
{
    [Fact]
    public void The_ego_goes_without_saying_and_is_the_first_vehicle()
    {
        var record = Told.Wish("a cyclist crosses from behind a parked bus in the rain");

        var ego = Told.Actor(record, "V1");

        Assert.Equal(LeafStatus.Derived, ego.Movement.Status);
        Assert.NotEmpty(ego.Movement.Why);
        Assert.Equal(ActorType.Bus, Told.Actor(record, "V2").Type.Value);
        Assert.Equal(Movement.ParkedOrDisabled, Told.Actor(record, "V2").Movement.Value);
        Assert.Equal("V2", Told.Actor(record, "C1").EmergesFrom.Value);
        Assert.True(Told.Does(record, "C1", ActionKind.Cross));
        Assert.Equal(CrashClass.Cyclist, record.CrashClass.Value);
        Assert.Empty(record.Impacts);
    }

    [Theory]
    [InlineData("the car ahead brakes hard", ActionKind.Decelerate, 0.0, CrashClass.RearEnd)]
    [InlineData("a truck cuts in from the right and brakes", ActionKind.ChangeLaneLeft, 0.0, CrashClass.RearEnd)]
    [InlineData("an oncoming car turns left across my path", ActionKind.TurnLeft, 180.0, CrashClass.TurnAcrossPath)]
    [InlineData("an oncoming truck crosses the centerline", ActionKind.CrossCentre, 180.0, CrashClass.HeadOn)]
    public void The_others_are_placed_as_the_ego_sees_them(string wish, ActionKind action, double heading, CrashClass crash)
    {
        var record = Told.Wish(wish);

        Assert.Equal(["V1", "V2"], record.Actors.Select(a => a.Id));
        Assert.True(Told.Does(record, "V2", action));
        Assert.Equal(heading, Told.Actor(record, "V2").HeadingDeg.Value);
        Assert.Equal(0, Told.Actor(record, "V1").HeadingDeg.Value);
        Assert.Equal(crash, record.CrashClass.Value);
    }

    [Fact]
    public void A_pedestrian_between_parked_cars_needs_an_ego()
    {
        var record = Told.Wish("a pedestrian steps out between parked cars at night");

        Assert.Contains(record.Actors, a => a.Id == "V1");
        Assert.Contains("parked cars", Told.Actor(record, "P1").EmergesFrom.Value, StringComparison.Ordinal);
        Assert.Equal(CrashClass.Pedestrian, record.CrashClass.Value);
    }

    [Fact]
    public void Two_vehicles_that_meet_need_no_other_ego()
    {
        var record = Told.Wish("A car brakes hard in front of a van on a wet highway and the van hits its rear");

        Assert.Equal(["V1", "V2"], record.Actors.Select(a => a.Id));
        Assert.Equal(ActorType.Car, Told.Actor(record, "V1").Type.Value);
        Assert.Equal(ContactPlane.Back, record.Impacts[0].B.Plane.Value);
        Assert.Equal("V2", record.Impacts[0].Striking.Value);
    }

    [Fact]
    public void A_named_ego_is_the_first_vehicle()
    {
        var record = Told.Wish("a motorcycle cuts in from the left in front of the ego vehicle");

        Assert.Equal(ActorType.Motorcycle, Told.Actor(record, "V2").Type.Value);
        Assert.True(Told.Does(record, "V2", ActionKind.ChangeLaneRight));
    }
}
