using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests.Maps;

public class RoadMapCheckTests
{
    [Fact]
    public void A_sound_map_has_no_findings()
    {
        Assert.Empty(RoadMapCheck.Run(TestMaps.Road()));
        Assert.Empty(RoadMapCheck.Run(RoadMap.Empty));
        Assert.Empty(RoadMapCheck.Run(TestMaps.Grid(4, 5, 6)));
    }

    public static TheoryData<string, MapRule> Broken => new()
    {
        { "duplicate", MapRule.UniqueId },
        { "unknown successor", MapRule.KnownReference },
        { "unknown predecessor", MapRule.KnownReference },
        { "unknown neighbour", MapRule.KnownReference },
        { "unknown junction", MapRule.KnownReference },
        { "unknown signal", MapRule.KnownReference },
        { "unknown stop line", MapRule.KnownReference },
        { "successor not mutual", MapRule.MutualLink },
        { "predecessor not mutual", MapRule.MutualLink },
        { "gap", MapRule.JoinedEnds },
        { "neighbour not mutual", MapRule.MutualNeighbour },
        { "neighbour direction", MapRule.MutualNeighbour },
        { "point count", MapRule.EqualPointCount },
        { "elevation count", MapRule.EqualPointCount },
        { "elevation nan", MapRule.FiniteNumber },
        { "speed", MapRule.FiniteNumber },
        { "no length", MapRule.PositiveLength },
        { "swapped bounds", MapRule.BoundsInOrder },
        { "crossing bounds", MapRule.SimpleOutline },
        { "crossing at a vertex", MapRule.BoundsInOrder },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Each_broken_rule_is_named(string how, MapRule rule)
    {
        var a = TestMaps.Straight("a", 0, 10, 0) with { Successors = ["b"] };
        var b = TestMaps.Straight("b", 10, 20, 0) with { Predecessors = ["a"], LeftNeighbour = new("c", true) };
        var c = TestMaps.Straight("c", 10, 20, 3.5) with { RightNeighbour = new("b", true) };
        RoadMap Map(params Lane[] lanes) => new() { Name = "m", Lanes = lanes };
        Assert.Empty(RoadMapCheck.Run(Map(a, b, c)));
        var broken = how switch
        {
            "duplicate" => Map(a, b, c, TestMaps.Straight("c", 0, 1, 50)),
            "unknown successor" => Map(a with { Successors = ["b", "?"] }, b, c),
            "unknown predecessor" => Map(a with { Predecessors = ["?"] }, b, c),
            "unknown neighbour" => Map(a with { LeftNeighbour = new("?", true) }, b, c),
            "unknown junction" => Map(a with { JunctionId = "?" }, b, c),
            "unknown signal" => Map(a with { SignalIds = ["?"] }, b, c),
            "unknown stop line" => Map(a with { StopLineId = "?" }, b, c),
            "successor not mutual" => Map(a, b with { Predecessors = [] }, c),
            "predecessor not mutual" => Map(a with { Successors = [] }, b, c),
            "gap" => Map(TestMaps.Straight("a", 0, 9.98, 0) with { Successors = ["b"] }, b, c),
            "neighbour not mutual" => Map(a, b, c with { RightNeighbour = null }),
            "neighbour direction" => Map(a, b, c with { RightNeighbour = new("b", false) }),
            "point count" => Map(a with { Left = new([new(0, 1.75), new(10, 1.75)]) }, b, c),
            "elevation count" => Map(a with { ElevationM = [0] }, b, c),
            "elevation nan" => Map(a with { ElevationM = [0, double.NaN, 0] }, b, c),
            "speed" => Map(a with { SpeedLimitMps = 0 }, b, c),
            "no length" => Map(a, b, c, TestMaps.Straight("d", 0, 0, 30)),
            "swapped bounds" => Map(TestMaps.Straight("d", 0, 9, 30) with { Left = a.Right, Right = a.Left }),
            "crossing bounds" => Map(a, b, c, TestMaps.Along("d", [new(0, 30), new(4, 30), new(8, 30), new(9, 30)], 2) with
            {
                Left = new([new(0, 31), new(4, 31), new(8, 29), new(9, 29)]),
                Right = new([new(0, 29), new(4, 29), new(8, 31), new(9, 31)]),
            }),
            _ => Map(a, b, c, TestMaps.Straight("d", 0, 8, 30) with
            {
                Left = new([new(0, 31), new(4, 30), new(8, 29)]),
                Right = new([new(0, 29), new(4, 30), new(8, 31)]),
            }),
        };
        var finding = RoadMapCheck.Run(broken).First(f => f.Rule == rule);
        Assert.NotEmpty(finding.Message);
        Assert.NotEmpty(finding.LaneId);
    }

    [Fact]
    public void A_lane_that_tapers_to_nothing_is_sound()
    {
        var taper = TestMaps.Straight("a", 0, 10, 0) with
        {
            Left = new([new(0, 2), new(5, 1e-10), new(10, 0)]),
            Centre = new([new(0, 1), new(5, 0), new(10, 0)]),
            Right = new([new(0, 0), new(5, 0), new(10, 1e-12)]),
        };
        Assert.Empty(RoadMapCheck.Run(new() { Name = "m", Lanes = [taper] }));
    }

    [Fact]
    public void A_bend_tighter_than_the_lane_is_wide_crosses_itself()
    {
        var bend = TestMaps.Along("a", [.. Enumerable.Range(0, 33).Select(i => new Vector2d(Math.Sin(i * Math.PI / 32), 1 - Math.Cos(i * Math.PI / 32)))], 4);
        Assert.Contains(RoadMapCheck.Run(new() { Name = "m", Lanes = [bend] }), f => f.Rule is MapRule.SimpleOutline or MapRule.BoundsInOrder);
    }
}
