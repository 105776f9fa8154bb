using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Reading;

public sealed class ImpactReaderTests
{
    private const string Setting = "V1, a 2001 Honda Accord, was traveling north. V2, a 1999 Ford Taurus, was traveling west. ";

    [Theory]
    [InlineData("The front of V1 contacted the left side of V2.", "V1 Front, V2 Left")]
    [InlineData("V1 struck V2 in the right side with its front.", "V1 Front, V2 Right")]
    [InlineData("V2 was struck in the left side by the front of V1.", "V1 Front, V2 Left")]
    [InlineData("V2's front bumper impacted V1's right rear door.", "V2 Front, V1 Right")]
    [InlineData("V1 hit the rear of V2 with its front end.", "V1 Front, V2 Back")]
    [InlineData("V1 struck with its front end the driver's side of V2.", "V1 Front, V2 Left")]
    [InlineData("The front of V1 and the passenger side of V2 collided.", "V1 Front, V2 Right")]
    [InlineData("Contact was made between the front of V2 and the right side of V1.", "V2 Front, V1 Right")]
    [InlineData("V1's front struck the left rear quarter panel of V2.", "V1 Front, V2 Left")]
    [InlineData("The left front of V1 struck the right side of V2.", "V1 Front, V2 Right")]
    public void Both_sides_are_read_whoever_the_sentence_begins_with(string contact, string expected)
    {
        Assert.Equal(expected, Told.Planes(Told.Report(Setting + contact)));
    }

    [Theory]
    [InlineData("V1 rear-ended V2.", "V1 Front, V2 Back", "V1")]
    [InlineData("V1 was rear-ended by V2.", "V2 Front, V1 Back", "V2")]
    [InlineData("V1 and V2 collided head-on.", "V1 Front, V2 Front", null)]
    [InlineData("V2 was struck in the rear by V1.", "V1 Front, V2 Back", "V1")]
    public void Verbs_tell_the_sides_that_no_words_name(string contact, string planes, string? striking)
    {
        var record = Told.Report("V1, a 2001 Honda Accord, was traveling north. V2, a 1999 Ford Taurus, was traveling on the same roadway. " + contact);

        Assert.Equal(planes, Told.Planes(record));
        Assert.Equal(striking, record.Impacts[0].Striking.Value);
    }

    [Fact]
    public void A_side_is_quoted_where_it_stands()
    {
        string text = Setting + "The front of V1 contacted the left side of V2.";

        var plane = Told.Report(text).Impacts[0].B.Plane;

        Assert.Equal(LeafStatus.Stated, plane.Status);
        Assert.Equal("left side", plane.Evidence!.Value.Quote);
        Assert.Equal(text.IndexOf("left side", StringComparison.Ordinal), plane.Evidence.Value.Start);
    }

    [Fact]
    public void What_did_not_happen_or_was_feared_is_no_impact()
    {
        var record = Told.Report(Setting + "V1 braked to avoid hitting V2. The driver of V2 thought that V1 would strike his vehicle, but V1 did not hit V2.");

        Assert.DoesNotContain(record.Impacts, i => i.A.Plane.Status == LeafStatus.Stated);
    }

    [Fact]
    public void Later_impacts_follow_in_order_and_things_are_named()
    {
        var record = Told.Report(Setting + "The front of V1 struck the left side of V2. V2 then departed the road and struck a tree with its front.");

        Assert.Equal(2, record.Impacts.Count);
        Assert.Equal("tree", record.Impacts[1].B.Obstacle);
        Assert.Equal("V2", record.Impacts[1].A.Actor);
        Assert.Equal(ContactPlane.Front, record.Impacts[1].A.Plane.Value);
    }

    [Fact]
    public void The_same_impact_told_by_a_driver_is_not_a_second_one()
    {
        var record = Told.Report(Setting + "V1 struck V2.\n\nThe driver of V2 stated that he was hit in the right side by V1.");

        Assert.Single(record.Impacts);
        Assert.Equal("V1 Front, V2 Right", Told.Planes(record));
    }

    [Fact]
    public void A_rollover_is_an_impact_without_partner()
    {
        var record = Told.Report("Vehicle 1, a 1998 Jeep Cherokee, was traveling west when it left the right side of the road and rolled over.");

        Assert.Equal("rollover", record.Impacts[0].B.Obstacle);
        Assert.Equal(CrashClass.RoadDeparture, record.CrashClass.Value);
    }

    [Fact]
    public void Seats_lanes_and_roadsides_are_no_parts_of_a_vehicle()
    {
        var record = Told.Report(Setting + "V1 struck V2 in the left lane. The right front passenger of V1 was injured. V2 came to rest on the right side of the road.");

        Assert.DoesNotContain(record.Impacts.SelectMany(i => new[] { i.A, i.B }), c => c.Plane.Status == LeafStatus.Stated);
    }
}
