using System.Text;
using System.Xml.Linq;
using Sim.Formats.OpenDrive;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests.OpenDrive;

public sealed class OpenDriveWriterTests
{
    public static TheoryData<string> OwnMaps => ["straight-2x2.xodr", "crossing.xodr", "motorway-3.xodr"];

    [Theory]
    [MemberData(nameof(OwnMaps))]
    public void The_repositorys_own_maps_come_back_as_they_were(string name)
    {
        var map = Own(name);
        var (again, losses) = OpenDriveRoundTrip.Through(map);
        Assert.Empty(losses);
        Assert.Empty(OpenDriveRoundTrip.Differences(map, again));
        Assert.Empty(RoadMapCheck.Run(again));
    }

    [Fact]
    public void The_same_map_gives_the_same_bytes()
    {
        var map = Own("crossing.xodr");
        Assert.Equal(Bytes(map), Bytes(map));
    }

    [Fact]
    public void Two_directions_are_one_road_with_the_reference_line_between_them()
    {
        var map = new RoadMap
        {
            Name = "two",
            Lanes =
            [
                Lane("a", 0, -3.5, forward: true) with { LeftNeighbour = new LaneNeighbour("b", false), SpeedLimitMps = 13.5, LeftMarking = LaneMarking.SolidBroken },
                Lane("b", 3.5, 0, forward: false) with { LeftNeighbour = new LaneNeighbour("a", false), LeftMarking = LaneMarking.BrokenSolid, Type = LaneType.Driveway },
            ],
            Licence = "CC0-1.0",
        };
        string text = Encoding.UTF8.GetString(Bytes(map));
        Assert.Equal(1, text.Split("<road ").Length - 1);
        Assert.Contains("<line />", text, StringComparison.Ordinal);
        Assert.DoesNotContain("laneOffset", text, StringComparison.Ordinal);
        var (again, losses) = OpenDriveRoundTrip.Through(map);
        Assert.Empty(losses);
        Assert.Empty(OpenDriveRoundTrip.Differences(map, again));
        Assert.Equal("CC0-1.0", again.Licence);
    }

    [Fact]
    public void A_lane_that_parts_without_a_junction_becomes_a_direct_junction_and_is_told()
    {
        var map = new RoadMap
        {
            Name = "fork",
            Lanes =
            [
                Lane("a", 0, -3.5, forward: true) with { Successors = ["b", "c"] },
                Lane("b", 0, -3.5, forward: true, 100) with { Predecessors = ["a"] },
                Lane("c", 0, -3.5, forward: true, 100) with { Predecessors = ["a"] },
            ],
        };
        var (again, losses) = OpenDriveRoundTrip.Through(map);
        Assert.Equal("direct1", Assert.Single(losses).Id);
        Assert.Empty(OpenDriveRoundTrip.Differences(map, again));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_connecting_road_of_the_portable_profile_joins_two_roads(bool sameRoadBeyond)
    {
        LaneNeighbour Beside(string id) => new(id, true);
        var map = new RoadMap
        {
            Name = "fan",
            Lanes =
            [
                Lane("a1", 0, -3.5, forward: true) with { RightNeighbour = Beside("a2"), Successors = ["j1"] },
                Lane("a2", -3.5, -7, forward: true) with { LeftNeighbour = Beside("a1"), Successors = ["j2"] },
                Lane("j1", 0, -3.5, forward: true, 100) with { RightNeighbour = Beside("j2"), JunctionId = "7", Predecessors = ["a1"], Successors = ["b1"] },
                Lane("j2", -3.5, -7, forward: true, 100) with { LeftNeighbour = Beside("j1"), JunctionId = "7", Predecessors = ["a2"], Successors = ["b2"] },
                Lane("b1", 0, -3.5, forward: true, 200) with { RightNeighbour = sameRoadBeyond ? Beside("b2") : null, Predecessors = ["j1"] },
                Lane("b2", -3.5, -7, forward: true, 200) with { LeftNeighbour = sameRoadBeyond ? Beside("b1") : null, Predecessors = ["j2"] },
            ],
            Junctions = [new Junction("7", ["j1", "j2"], ["a1", "a2"])],
        };
        using var bytes = new MemoryStream();
        var export = OpenDriveWriter.Export(map, bytes, OpenDriveProfile.Portable);
        Assert.Equal(export.Places["a1"].Road, export.Places["a2"].Road);
        Assert.Equal(sameRoadBeyond, export.Places["j1"].Road == export.Places["j2"].Road);
        Assert.Equal(!sameRoadBeyond, export.Losses.Any(l => l.Id == "j1" && l.Message.Contains("j2", StringComparison.Ordinal)));
        var roads = XDocument.Parse(Encoding.UTF8.GetString(bytes.ToArray())).Root!.Elements("road").ToDictionary(r => (string)r.Attribute("id")!);
        foreach (string number in (string[])["1", "2"])
        {
            var link = roads[export.Places["j" + number].Road].Element("link")!;
            Assert.Equal(export.Places["a" + number].Road, (string?)link.Element("predecessor")!.Attribute("elementId"));
            Assert.Equal(export.Places["b" + number].Road, (string?)link.Element("successor")!.Attribute("elementId"));
        }

        var again = OpenDriveReader.Read(bytes.ToArray(), "again");
        Assert.Equal(["b2"], again.Lanes.Single(l => l.Id == "j2").Successors);
    }

    [Theory]
    [InlineData("de", "DE")]
    [InlineData("DEU", "DEU")]
    [InlineData("", null)]
    public void The_country_of_a_signal_is_in_capitals_or_absent(string told, string? written)
    {
        var map = new RoadMap
        {
            Name = "signs",
            Lanes = [Lane("a", 0, -3.5, forward: true) with { SignalIds = ["s"] }],
            Signals = [new MapSignal { Id = "s", Kind = MapSignalKind.Sign, Code = "206", Country = told, Pose = new(50, -5, Math.PI) }],
        };
        var signal = XDocument.Parse(Encoding.UTF8.GetString(Bytes(map))).Descendants("signal").Single();
        Assert.Equal(written, (string?)signal.Attribute("country"));
        Assert.Equal("206", (string?)signal.Attribute("type"));
    }

    [Fact]
    public void Lights_keep_their_programme()
    {
        var map = new RoadMap
        {
            Name = "light",
            Lanes = [Lane("a", 0, -3.5, forward: true) with { SignalIds = ["light"] }],
            Signals =
            [
                new MapSignal
                {
                    Id = "light",
                    Kind = MapSignalKind.Light,
                    Pose = new Pose2d(99, -5, Math.PI),
                    HeightM = 5,
                    Cycle = [new SignalPhase(SignalState.Green, 30_000_000), new SignalPhase(SignalState.Red, 12_345_678)],
                    CycleOffsetUs = 77,
                },
            ],
        };
        var (again, losses) = OpenDriveRoundTrip.Through(map);
        Assert.Empty(losses);
        Assert.Empty(OpenDriveRoundTrip.Differences(map, again));
        Assert.Equal(Math.PI, Math.Abs(again.Signals[0].Pose!.Value.HeadingRad), 9);
    }

    [Fact]
    public void A_map_without_lanes_is_refused()
    {
        Assert.Throws<InputException>(() => OpenDriveWriter.Write(RoadMap.Empty, Stream.Null));
    }

    [Fact]
    public void An_id_that_xml_cannot_hold_is_refused()
    {
        var map = new RoadMap { Name = "control", Lanes = [Lane("a\u0001", 0, -3.5, forward: true)] };
        Assert.Throws<InputException>(() => OpenDriveWriter.Write(map, Stream.Null));
    }

    private static Lane Lane(string id, double highY, double lowY, bool forward, double from = 0)
    {
        Polyline Line(double y) => forward ? new([new(from, y), new(from + 100, y)]) : new([new(from + 100, y), new(from, y)]);
        return new Lane { Id = id, Left = Line(forward ? highY : lowY), Right = Line(forward ? lowY : highY), Centre = Line((highY + lowY) / 2) };
    }

    private static byte[] Bytes(RoadMap map)
    {
        using var bytes = new MemoryStream();
        OpenDriveWriter.Write(map, bytes);
        return bytes.ToArray();
    }

    private static RoadMap Own(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sim.sln")))
        {
            folder = folder.Parent;
        }

        string path = Path.Combine(folder!.FullName, "scenarios", "maps", name);
        return OpenDriveReader.Read(File.ReadAllBytes(path), path);
    }
}
