using Sim.Formats.OpenDrive;
using Sim.Maps;

namespace Sim.Tests.OpenDrive;

/// <summary>The repository's own maps hold what templates count on.</summary>
public sealed class OwnMapTests
{
    private static RoadMap Read(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sim.sln")))
        {
            folder = folder.Parent;
        }

        string path = Path.Combine(folder!.FullName, "scenarios", "maps", name);
        return OpenDriveReader.Read(File.ReadAllBytes(path), path);
    }

    [Fact]
    public void The_straight_road_has_two_lanes_each_way_over_a_kilometre()
    {
        var map = Read("straight-2x2.xodr");
        var driving = map.Lanes.Where(l => l.Type == LaneType.Driving).ToList();
        Assert.Equal(4, driving.Count);
        Assert.All(driving, l => Assert.Equal(1000, l.Centre.LengthM, 9));
        Assert.All(driving, l => Assert.Equal(100 / 3.6, l.SpeedLimitMps!.Value, 9));
        Assert.Equal(LaneMarking.SolidSolid, map.Get("1:0:-1").LeftMarking);
        Xodr.Near(0, -1.75, map.Get("1:0:-1").Centre.Points[0]);
    }

    [Fact]
    public void The_crossing_leads_from_every_leg_to_every_other()
    {
        var map = Read("crossing.xodr");
        var lanes = map.Lanes.ToDictionary(l => l.Id);
        Assert.Equal(4, map.Signals.Count(s => s.Kind == MapSignalKind.Light));
        Assert.Equal(4, map.Crosswalks.Count);
        Assert.Equal(4, map.StopLines.Count);
        for (int leg = 1; leg <= 4; leg++)
        {
            var incoming = lanes[$"{leg}:0:-1"];
            var ways = incoming.Successors.Select(id => Assert.Single(lanes[id].Successors)).Order(StringComparer.Ordinal);
            Assert.Equal(Enumerable.Range(1, 4).Where(k => k != leg).Select(k => $"{k}:0:1"), ways);
            var line = Assert.Single(map.StopLines, l => l.Id == incoming.StopLineId);
            Assert.Equal(line.SignalIds, incoming.SignalIds);
            Assert.Equal(50 / 3.6, incoming.SpeedLimitMps!.Value, 9);

            // The line lies 20 m before the middle, on the lane's centre.
            Assert.Equal(20, Math.Max(Math.Abs(line.From.Lerp(line.To, 0.5).X), Math.Abs(line.From.Lerp(line.To, 0.5).Y)), 9);
        }

        Assert.Equal(16, Assert.Single(map.Junctions).LaneIds.Count);
        Assert.Equal(8, map.Junctions[0].IncomingLaneIds.Count);
    }

    [Fact]
    public void The_motorway_is_driven_over_two_kilometres_and_entered_by_a_ramp()
    {
        var map = Read("motorway-3.xodr");
        foreach (int lane in new[] { -1, -2, -3 })
        {
            double length = map.Get($"1:0:{lane}").Centre.LengthM + map.Get($"2:0:{lane}").Centre.LengthM + map.Get($"2:1:{lane}").Centre.LengthM;
            Assert.InRange(length, 1990, 2020);
            Assert.Equal([$"2:0:{lane}"], map.Get($"1:0:{lane}").Successors);
            Assert.Equal(130 / 3.6, map.Get($"2:1:{lane}").SpeedLimitMps!.Value, 9);
        }

        Assert.Equal(["2:0:-4"], map.Get("3:0:-1").Successors);
        var entry = map.Get("2:0:-4");
        Assert.Equal(LaneType.Entry, entry.Type);
        Assert.Equal("2:0:-3", entry.LeftNeighbour!.LaneId);
        Assert.Empty(entry.Successors);
        Assert.Equal(0, entry.Left.Points[^1].DistanceTo(entry.Right.Points[^1]), 9);
    }

    [Fact]
    public void Memory_grows_in_line_with_the_size_of_the_document()
    {
        static long Bytes(int roads)
        {
            string text = Xodr.Document([.. Enumerable.Range(1, roads).Select(i => Xodr.Road(
                i.ToString(System.Globalization.CultureInfo.InvariantCulture), 120, Xodr.Geometry(120, "<arc curvature=\"0.01\"/>", y: i)))]);
            byte[] content = System.Text.Encoding.UTF8.GetBytes(text);
            OpenDriveReader.Read(content, "warm.xodr");
            long before = GC.GetAllocatedBytesForCurrentThread();
            OpenDriveReader.Read(content, "big.xodr");
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        double ratio = (double)Bytes(2000) / Bytes(500);
        Assert.InRange(ratio, 3.2, 4.8);
    }
}
