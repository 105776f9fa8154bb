using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Reading;

/// <summary>Accounts that number nobody: letters to insurers, news, reports of automated vehicles. Own texts, on which the rules were written.</summary>
public sealed class AccountTests
{
    [Theory]
    [InlineData("An autonomous test vehicle (a 2018 Chrysler Pacifica) was traveling northbound in autonomous mode and slowed for a red light. A Toyota Prius approached from behind and failed to stop, making contact with the rear bumper of the test vehicle.", 2, "V2 Front, V1 Back")]
    [InlineData("A Cruise autonomous vehicle was stopped at a red light facing north. A Ford Transit van behind it changed lanes to the right and its left mirror made contact with the right rear corner of the AV.", 2, "V2 Left, V1 Right")]
    [InlineData("I was going west on Maple Avenue. A white Kia Soul coming the other way turned left in front of me. I slammed on my brakes but could not stop and the front of my car hit her passenger side.", 2, "V1 Front, V2 Right")]
    [InlineData("My wife was stopped in traffic on Route 9 in our 2016 Subaru Forester. The driver behind her, in a Ford Escape, was looking at his phone and ran into the back of our car.", 2, "V2 Front, V1 Back")]
    [InlineData("Our insured was pulling out of the parking lot of the pharmacy onto Elm Street. She did not see a motorcycle coming from her left. The motorcycle struck the driver's door of the insured vehicle.", 2, "V2 Front, V1 Left")]
    [InlineData("The claimant was driving his 2015 Hyundai Elantra in the right lane, southbound. The insured driver, who was in the middle lane in a box truck, moved over to the right. The right side of the truck scraped along the left side of the Hyundai.", 2, "V2 Right, V1 Left")]
    [InlineData("I was parked on the right side of Court Street in my Mazda 3 when a delivery van backed into the front of my car.", 2, "V2 Back, V1 Front")]
    [InlineData("I was in the roundabout in my Volkswagen Golf when a BMW entered from the right without giving way. Its front bumper hit my right rear door.", 2, "V2 Front, V1 Right")]
    [InlineData("The other driver came around the corner too fast and lost control of his pickup. He slid across the center line into my lane. The front left of his truck hit the left side of my Civic behind the door.", 2, "V1 Front, V2 Left")]
    public void Each_vehicle_is_one_whatever_it_is_called(string text, int actors, string planes)
    {
        var record = Told.Report(text);

        Assert.Equal(actors, record.Actors.Count);
        Assert.Equal(planes, Told.Planes(record));
        Assert.DoesNotContain(record.Findings, finding => !finding.Mended);
    }

    [Fact]
    public void What_follows_the_lead_of_a_newspaper_goes_back_in_time()
    {
        var record = Told.Report("An 8-year-old boy was struck by a car on Thursday afternoon as he ran into Cedar Street from between two parked vans, police said. "
            + "The driver of the Toyota Corolla, a 52-year-old woman, was heading east at about 25 mph. She braked hard, but the right front of her car hit the boy.");

        Assert.Equal(2, record.Actors.Count);
        Assert.Equal(ActorType.Pedestrian, Told.Actor(record, "P1").Type.Value);
        Assert.True(Told.Does(record, "P1", ActionKind.Cross));
        Assert.Equal(90, Told.Actor(record, "V1").HeadingDeg.Value);
        Assert.Equal([Avoidance.Brake], Told.Actor(record, "V1").Avoidance.Value);
        Assert.Equal(CrashClass.Pedestrian, record.CrashClass.Value);
    }

    [Fact]
    public void Who_comes_towards_somebody_goes_the_other_way()
    {
        var record = Told.Report("A Mini Cooper drifted over the center line of Route 44 and struck an oncoming Ford Explorer head-on. The Mini was eastbound.");

        Assert.Equal(90, Told.Actor(record, "V1").HeadingDeg.Value);
        Assert.Equal(270, Told.Actor(record, "V2").HeadingDeg.Value);
    }

    [Fact]
    public void She_and_he_are_two()
    {
        var record = Told.Report("Unit 1 was northbound on 5th Street. Unit 2 was westbound on Oak. The driver of Unit 2 stopped, then she pulled into the intersection because she thought that he would turn. "
            + "He swerved to the right, but the left front of his vehicle hit the right rear door of hers.");

        Assert.Equal([Avoidance.SteerRight], Told.Actor(record, "V1").Avoidance.Value);
        Assert.Empty(Told.Actor(record, "V2").Avoidance.Value);
        Assert.Equal("V1 Front, V2 Right", Told.Planes(record));
    }

    [Fact]
    public void Who_is_pushed_into_another_one_strikes_it()
    {
        var record = Told.Report("Vehicle 1 was westbound and its front struck the back of Vehicle 2. Vehicle 2 was pushed into Vehicle 3, a taxi.");

        Assert.Equal("V2", record.Impacts[1].Striking.Value);
        Assert.Equal("V3", record.Impacts[1].B.Actor);
    }

    [Theory]
    [InlineData("V2 had the right of way.", RightOfWay.No, RightOfWay.Yes)]
    [InlineData("V2 did not yield.", RightOfWay.Yes, RightOfWay.No)]
    [InlineData("V1 ran the red light.", RightOfWay.No, RightOfWay.Yes)]
    public void Who_has_to_wait_is_read_where_it_is_told(string told, RightOfWay first, RightOfWay second)
    {
        var record = Told.Report("V1, a 2000 Toyota Camry, was traveling north. V2, a 1999 Ford Taurus, was traveling west. " + told + " The front of V1 struck the left side of V2.");

        Assert.Equal(first, Told.Actor(record, "V1").RightOfWay.Value);
        Assert.Equal(second, Told.Actor(record, "V2").RightOfWay.Value);
    }

    [Fact]
    public void What_one_driver_claims_of_another_is_no_right_of_way()
    {
        var record = Told.Report("V1, a 2000 Toyota Camry, was traveling north. V2, a 1999 Ford Taurus, was traveling west. The driver of V1 stated that V2 ran the red light. The front of V1 struck the left side of V2.");

        Assert.Equal(RightOfWay.Unknown, Told.Actor(record, "V2").RightOfWay.Value);
    }

    [Fact]
    public void Before_dawn_it_is_dark()
    {
        var record = Told.Report("I hit a deer with the front of my car just before dawn. I was going 45 mph, headed north.");

        Assert.Equal(Lighting.DarkUnlighted, record.Environment.Lighting.Value);
        Assert.Empty(record.Findings);
    }
}
