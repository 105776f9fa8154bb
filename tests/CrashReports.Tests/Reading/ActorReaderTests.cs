using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Reading;

public sealed class ActorReaderTests
{
    [Theory]
    [InlineData("a 1999 Honda Civic", ActorType.Car)]
    [InlineData("a 2003 Ford Explorer", ActorType.Suv)]
    [InlineData("a 1996 Dodge Grand Caravan", ActorType.Van)]
    [InlineData("a 2001 Ford F-150", ActorType.Pickup)]
    [InlineData("a 1987 Ford F-350 stake body truck", ActorType.Truck)]
    [InlineData("a 1999 Freightliner tractor-trailer", ActorType.Truck)]
    [InlineData("a 1992 GMC Vandura designated as a school bus", ActorType.Bus)]
    [InlineData("a 2004 Harley Davidson", ActorType.Motorcycle)]
    [InlineData("a 2000 Chevrolet pick-up truck", ActorType.Pickup)]
    [InlineData("a 2002 Dodge Ram truck", ActorType.Pickup)]
    [InlineData("a red minivan", ActorType.Van)]
    public void Kinds_follow_from_body_model_and_make(string description, ActorType expected)
    {
        var record = Told.Report($"V1, {description}, was traveling north. V2, a 2000 Toyota Camry, was stopped ahead. V1 struck V2 in the rear.");

        Assert.Equal(expected, Told.Actor(record, "V1").Type.Value);
        Assert.Equal(ActorType.Car, Told.Actor(record, "V2").Type.Value);
    }

    [Fact]
    public void What_is_meant_is_kept_apart_from_what_is_done()
    {
        var record = Told.Report("V1, a 2000 Toyota Camry, was stopped, waiting to turn left. V2, a 1999 Ford Taurus, was traveling behind V1 and struck V1 in the rear with its front.");

        var turn = Told.Actor(record, "V1").Actions.Single(a => a.Kind.Value == ActionKind.TurnLeft);

        Assert.False(turn.Executed);
        Assert.Equal(Movement.Stopped, Told.Actor(record, "V1").Movement.Value);
        Assert.Equal(CrashClass.RearEnd, record.CrashClass.Value);
    }

    [Theory]
    [InlineData("V1 made a left turn in front of V2.", ActionKind.TurnLeft)]
    [InlineData("V1 turned right at the intersection.", ActionKind.TurnRight)]
    [InlineData("V1 made a U-turn.", ActionKind.UTurn)]
    [InlineData("V1 changed lanes to the right.", ActionKind.ChangeLaneRight)]
    [InlineData("V1 moved into the left lane.", ActionKind.ChangeLaneLeft)]
    [InlineData("V1 crossed the centerline.", ActionKind.CrossCentre)]
    [InlineData("V1 ran off the right side of the road.", ActionKind.DepartRoad)]
    [InlineData("V1 overtook a slow tractor.", ActionKind.Overtake)]
    [InlineData("V1 backed out of a driveway.", ActionKind.Reverse)]
    [InlineData("V1 slowed for a red light.", ActionKind.Decelerate)]
    [InlineData("V1 pulled out of a parking lot.", ActionKind.EnterRoad)]
    public void Doings_are_told_from_the_words_of_a_clause(string clause, ActionKind expected)
    {
        var record = Told.Report("V1, a 2000 Toyota Camry, was traveling north. V2, a 1999 Ford Taurus, was traveling south. " + clause + " The front of V2 struck the right side of V1.");

        Assert.True(Told.Does(record, "V1", expected));
        Assert.False(Told.Does(record, "V2", expected));
    }

    [Fact]
    public void What_was_avoided_denied_or_left_undone_is_not_done()
    {
        var record = Told.Report("V1, a 2000 Toyota Camry, was traveling north. V2, a 1999 Ford Taurus, was traveling south. V1 did not turn left. The driver of V1 would have changed lanes. V2 struck V1 head-on.");

        Assert.False(Told.Does(record, "V1", ActionKind.TurnLeft));
        Assert.DoesNotContain(Told.Actor(record, "V1").Actions, a => a.Executed && a.Kind.Value is ActionKind.ChangeLaneLeft or ActionKind.ChangeLaneRight);
    }

    [Fact]
    public void Heading_lane_speed_avoidance_and_rest_are_read()
    {
        var record = Told.Report("V1, a 2000 Toyota Camry, was traveling northbound in the second lane at 50 mph. V2, a 1999 Ford Taurus, was stopped ahead of V1. "
            + "The driver of V1 braked and steered left, but the front of V1 struck the back of V2. V1 came to final rest facing north.");

        var v1 = Told.Actor(record, "V1");

        Assert.Equal(0, v1.HeadingDeg.Value);
        Assert.Equal(2, v1.LaneFromRight.Value);
        Assert.Equal(80.5, v1.SpeedKmh.Value);
        Assert.Equal([Avoidance.Brake, Avoidance.SteerLeft], v1.Avoidance.Value);
        Assert.Contains("rest", v1.FinalPosition.Value, StringComparison.Ordinal);
        Assert.Equal("2000 Toyota Camry", v1.Description.Value);
        Assert.Equal(RightOfWay.NotApplicable, v1.RightOfWay.Value);
    }
}
