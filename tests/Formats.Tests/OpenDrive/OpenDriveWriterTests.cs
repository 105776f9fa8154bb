using System.Text;
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
