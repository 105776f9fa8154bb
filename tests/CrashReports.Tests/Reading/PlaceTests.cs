using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Reading;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Reading;

/// <summary>Weather, light, surface and road, phrase by phrase.</summary>
public sealed class PlaceTests
{
    [Theory]
    [InlineData("The weather was clear and V1 stopped.", "Clear")]
    [InlineData("There were no adverse weather conditions when V1 stopped.", "Clear")]
    [InlineData("It was raining heavily when V1 stopped.", "Rain")]
    [InlineData("Skies were overcast as V1 stopped.", "Cloudy")]
    [InlineData("V1 slid on snow that covered the road.", "")]
    [InlineData("The road was wet from a previous rainstorm when V1 stopped.", "")]
    [InlineData("V1 waited until traffic was clear.", "")]
    [InlineData("V1 turned and its windshield was foggy.", "")]
    [InlineData("It was not raining when V1 stopped on the road.", "")]
    public void Weather_is_what_the_text_says_of_the_air(string text, string weather) =>
        Assert.Equal(weather, string.Join(' ', Read(text).Environment.Weather.Value));

    [Theory]
    [InlineData("The crash occurred in daylight. V1 stopped.", Lighting.Daylight)]
    [InlineData("It was dark but lighted when V1 stopped.", Lighting.DarkLighted)]
    [InlineData("It was dark and there were no street lights. V1 stopped.", Lighting.DarkUnlighted)]
    [InlineData("V1 stopped at dusk.", Lighting.Dusk)]
    [InlineData("The crash occurred in the afternoon when V1 stopped.", Lighting.Daylight)]
    [InlineData("V1, a dark blue Ford, stopped at the red light.", Lighting.Unknown)]
    public void Light_is_read(string text, Lighting light) => Assert.Equal(light, Read(text).Environment.Lighting.Value);

    [Theory]
    [InlineData("The roadway was dry and V1 stopped.", Surface.Dry)]
    [InlineData("The road surface was wet from rain when V1 stopped.", Surface.Wet)]
    [InlineData("V1 slid on the ice.", Surface.Ice)]
    [InlineData("V1 stopped at the dry cleaner.", Surface.Unknown)]
    public void Surface_is_read(string text, Surface surface) => Assert.Equal(surface, Read(text).Environment.Surface.Value);

    [Theory]
    [InlineData("V1 was on a road with a posted speed limit of 48 KPH (30 MPH).", "48")]
    [InlineData("V1 was on a road posted at 35.", "56.33")]
    [InlineData("V1 was in a 45 mph zone.", "72.42")]
    [InlineData("The posted speed limit was 64 kmph (40 mph) for V1 and 72 kmph (45 mph) for V2.", "64 72")]
    [InlineData("V1 was traveling at 60 mph.", "")]
    [InlineData("V1 was going 10 mph over the speed limit.", "")]
    [InlineData("The road has an advisory speed of 35 mph before the place where V1 stopped.", "")]
    public void Limits_are_read_and_travel_speeds_are_not(string text, string limits) =>
        Assert.Equal(limits, string.Join(' ', Read(text).Road.SpeedLimitsKmh.Value.Select(v => v.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData("V1 was on a two-lane undivided roadway.", 2)]
    [InlineData("V1 was on a road with two lanes in each direction.", 4)]
    [InlineData("V1 was on a road with three lanes in each direction, divided by a grass median.", 3)]
    [InlineData("V1 was on a four-lane divided highway.", 2)]
    [InlineData("V1 was on a four-lane undivided roadway, two lanes in each direction.", 4)]
    [InlineData("V1 was on a four-lane road (two lanes each way).", 4)]
    [InlineData("V1 was on a road with four lanes, two in each direction.", 4)]
    [InlineData("V1 was on a four-lane street (two lanes each way), divided by a median.", 2)]
    [InlineData("V1 was on a six-lane divided highway with three lanes in each direction.", 3)]
    [InlineData("V1 was on a five-lane, two-way with a center turn lane.", 5)]
    [InlineData("V1 was on a five-lane road, two lanes in each direction with a center turn lane.", 5)]
    [InlineData("V1 was on a road with two northbound lanes, two southbound lanes and a center turn lane.", 5)]
    [InlineData("V1 was on a four-lane road with a center turn lane.", 5)]
    [InlineData("V1 was traveling east in the second lane of three.", 3)]
    [InlineData("V1 was in the leftmost of three lanes.", 3)]
    [InlineData("V1 was traveling in lane two.", null)]
    public void Lanes_are_counted(string text, int? lanes) => Assert.Equal(lanes, Read(text).Road.MaxLanes.Value);

    [Theory]
    [InlineData("V1 turned left at the T-intersection.", Topology.TJunction)]
    [InlineData("V1 stopped at a three-legged intersection.", Topology.TJunction)]
    [InlineData("V1 entered the intersection.", Topology.FourWay)]
    [InlineData("V1 was southbound and ran the stop sign. V2 was westbound.", Topology.FourWay)]
    [InlineData("V1 entered the roundabout.", Topology.Roundabout)]
    [InlineData("V1 merged from the on-ramp.", Topology.RampMerge)]
    [InlineData("V1 backed out of a driveway onto the road.", Topology.Driveway)]
    [InlineData("V1 was negotiating a curve on a rural road.", Topology.Curve)]
    [InlineData("V1 was traveling on a two-lane road.", Topology.Straight)]
    public void The_shape_of_the_place_is_read(string text, Topology topology) => Assert.Equal(topology, Read(text).Road.Topology.Value);

    [Theory]
    [InlineData("V1 was eastbound on a four-lane undivided roadway, two lanes in each direction.", 2)]
    [InlineData("V1 was eastbound on a four-lane road (two lanes each way).", 2)]
    [InlineData("V1 was eastbound on a road with four lanes, two in each direction.", 2)]
    [InlineData("V1 was eastbound on an undivided six-lane street with three lanes each way.", 3)]
    [InlineData("V1 was eastbound on a two-lane road, one lane each way.", 1)]
    public void A_leg_has_the_lanes_of_its_direction(string text, int lanes)
    {
        CrashRecord record = Read(text);

        Assert.Equal(lanes, record.Road.Legs.Single(leg => leg.Id == "eastbound").LanesIn.Value);
        Assert.Empty(record.Findings);
    }

    [Fact]
    public void A_turn_lane_that_the_road_has_is_nobodys_lane() =>
        Assert.Null(Read("V1 was heading east on a five-lane, two-way road with a center turn lane.").Actors[0].LaneFromRight.Value);

    [Fact]
    public void Each_leg_gets_what_is_said_of_its_road()
    {
        RoadRecord road = Read("""
            V1 was traveling northbound on a two-lane road approaching an intersection. V2 was traveling westbound on a one-way street.
            The northbound road had a posted speed limit of 25 mph and was controlled by a stop sign. The westbound road had a speed limit of 45 mph.
            """).Road;
        LegRecord north = road.Legs.Single(leg => leg.Id == "northbound"), west = road.Legs.Single(leg => leg.Id == "westbound");
        Assert.Equal(0, north.HeadingDeg.Value);
        Assert.Equal(270, west.HeadingDeg.Value);
        Assert.Equal(40, Math.Round(north.SpeedLimitKmh.Value!.Value));
        Assert.Equal(72, Math.Round(west.SpeedLimitKmh.Value!.Value));
        Assert.Equal([Control.Stop], north.Control.Value);
        Assert.Equal(1, north.LanesIn.Value);
        Assert.True(west.OneWay.Value);
        Assert.NotEqual(true, north.OneWay.Value);
    }

    [Fact]
    public void A_signal_is_for_all_and_a_sign_for_one()
    {
        Assert.All(Read("V1 was heading north and V2 east at an intersection controlled by a traffic signal. V2 was traveling east.").Road.Legs, leg => Assert.Equal([Control.Signal], leg.Control.Value));
        RoadRecord road = Read("V1 was traveling north and stopped at the stop sign. V2 was traveling east through the intersection.").Road;
        Assert.Equal([Control.Stop], road.Legs.Single(leg => leg.Id == "northbound").Control.Value);
        Assert.Empty(road.Legs.Single(leg => leg.Id == "eastbound").Control.Value);
    }

    [Fact]
    public void The_direction_at_rest_is_no_heading() =>
        Assert.Equal("westbound", Assert.Single(Read("V1 was traveling west on a one-way road. V1 struck a pole and came to rest facing north.").Road.Legs).Id);

    [Fact]
    public void What_is_not_said_stays_unknown()
    {
        CrashRecord record = Read("a cyclist crosses from behind a parked bus in the rain");
        Assert.Equal([Weather.Rain], record.Environment.Weather.Value);
        Assert.Equal(LeafStatus.Derived, record.Environment.Surface.Status);
        Assert.Equal(LeafStatus.Unknown, record.Environment.Lighting.Status);
        Assert.Equal(LeafStatus.Unknown, record.Road.Topology.Status);
        Assert.Equal(LeafStatus.Unknown, record.Road.MaxLanes.Status);
        Assert.Equal(LeafStatus.Unknown, record.Road.SpeedLimitsKmh.Status);
    }

    private static CrashRecord Read(string text) => new RuleExtractor().Extract(new CrashReport { Id = "t", Text = text }, TestContext.Current.CancellationToken);
}
