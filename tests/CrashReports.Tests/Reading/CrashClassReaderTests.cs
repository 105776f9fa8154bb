using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Reading;

public sealed class CrashClassReaderTests
{
    [Theory]
    [InlineData("V1, a 2000 Honda Civic, was traveling north. V2, a 1999 Ford Taurus, was traveling north ahead of V1. The front of V1 struck the back of V2.", CrashClass.RearEnd)]
    [InlineData("V1, a 2000 Honda Civic, was traveling north. V2, a 1999 Ford Taurus, was traveling south. V1 crossed the centerline and the front of V1 struck the front of V2.", CrashClass.HeadOn)]
    [InlineData("V1, a 2000 Honda Civic, was traveling north. V2, a 1999 Ford Taurus, was traveling north. V1 changed lanes to the left and the left side of V1 contacted the right side of V2.", CrashClass.Sideswipe)]
    [InlineData("V1, a 2000 Honda Civic, was traveling north. V2, a 1999 Ford Taurus, was traveling south. V2 turned left and the front of V1 struck the right side of V2.", CrashClass.TurnAcrossPath)]
    [InlineData("V1, a 2000 Honda Civic, was traveling north. V2, a 1999 Ford Taurus, was traveling east. V2 turned left and the front of V1 struck the left side of V2.", CrashClass.TurnIntoPath)]
    [InlineData("V1, a 2000 Honda Civic, was traveling north. V2, a 1999 Ford Taurus, was traveling east. Both entered the intersection and the front of V1 struck the right side of V2.", CrashClass.StraightPaths)]
    [InlineData("V1, a 2000 Honda Civic, was traveling north when it left the right side of the road and struck a tree with its front.", CrashClass.RoadDeparture)]
    [InlineData("A 2000 Honda Civic was traveling north. A pedestrian walked across the road and was struck by the front of the Honda.", CrashClass.Pedestrian)]
    [InlineData("A 2000 Honda Civic was traveling north. A bicyclist crossed the road. The front of the Honda hit the left side of the bicycle.", CrashClass.Cyclist)]
    [InlineData("A 2000 Honda Civic was traveling north and struck a deer with its front.", CrashClass.Animal)]
    [InlineData("V1, a 2000 Honda Civic, backed out of a driveway. V2, a 1999 Ford Taurus, was traveling south. The rear of V1 struck the right side of V2.", CrashClass.Backing)]
    public void Directions_turns_and_sides_tell_the_class(string text, CrashClass expected)
    {
        Assert.Equal(expected, Told.Report(text).CrashClass.Value);
    }

    [Theory]
    [InlineData("other vehicle encroachment from crossing street, turning into opposite direction", CrashClass.TurnIntoPath)]
    [InlineData("other vehicle encroachment from crossing street, across path", CrashClass.StraightPaths)]
    [InlineData("other motor vehicle in lane, other vehicle stopped", CrashClass.RearEnd)]
    [InlineData("other vehicle encroachment from adjacent lane (same direction), over right lane line", CrashClass.Sideswipe)]
    public void A_coded_event_that_the_report_repeats_tells_the_class(string coded, CrashClass expected)
    {
        var record = Told.Report($"V1, a 2000 Honda Civic, and V2, a 1999 Ford Taurus, were involved in a crash. The Critical Precrash Event for V1 was {coded}.");

        Assert.Equal(expected, record.CrashClass.Value);
        Assert.Contains("coded", record.CrashClass.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_side_that_faced_the_other_is_derived_from_the_directions()
    {
        var record = Told.Report("V1, a 2000 Honda Civic, was traveling north. V2, a 1999 Ford Taurus, was traveling west. Both entered the intersection. The front of V2 struck V1.");

        var side = record.Impacts[0].B.Actor == "V1" ? record.Impacts[0].B.Plane : record.Impacts[0].A.Plane;

        Assert.Equal(ContactPlane.Right, side.Value);
        Assert.Equal(LeafStatus.Derived, side.Status);
        Assert.NotEmpty(side.Why);
    }
}
