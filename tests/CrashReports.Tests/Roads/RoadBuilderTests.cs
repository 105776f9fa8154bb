using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;
using Xunit;

namespace Sim.Tests.CrashReports.Roads;

public sealed class RoadBuilderTests
{
    private const int Draws = 600;

    [Fact]
    public void Every_random_record_becomes_a_sound_map()
    {
        for (ulong seed = 1; seed <= Draws; seed++)
        {
            var road = RoadBuilder.Build(RecordCompletion.Complete(RandomRecords.Draw(seed)));
            var findings = RoadMapCheck.Run(road.Map);
            Assert.True(findings.Count == 0, $"seed {seed}: {string.Join("; ", findings.Take(3))}");
        }
    }

    [Fact]
    public void Every_entry_lane_of_a_random_record_leads_to_an_exit()
    {
        for (ulong seed = 1; seed <= Draws; seed++)
        {
            var completed = RecordCompletion.Complete(RandomRecords.Draw(seed));
            var road = RoadBuilder.Build(completed);
            var index = road.Map.Index();
            Assert.Equal(completed.Road.Legs.Select(l => l.Id), road.Legs.Select(l => l.Id));
            string[] exits = [.. road.Legs.SelectMany(l => l.Exit)];
            foreach (string entry in road.Legs.SelectMany(l => l.Entry))
            {
                int from = index.IndexOf(entry);
                Assert.True(from >= 0, $"seed {seed}: no lane {entry}");
                Assert.True(exits.Any(e => index.FindRoute(from, index.IndexOf(e)).Count > 0) || exits.Length == 0, $"seed {seed}: no way out of {entry}");
            }
        }
    }

    [Fact]
    public void Lanes_through_a_junction_can_be_driven()
    {
        for (ulong seed = 1; seed <= 300; seed++)
        {
            var road = RoadBuilder.Build(RecordCompletion.Complete(RandomRecords.Draw(seed)));
            foreach (var lane in road.Map.Lanes.Where(l => l.JunctionId is not null))
            {
                double least = LeastRadius(lane.Centre);
                Assert.True(least >= 5, $"seed {seed}: {lane.Id} has a radius of {least} m");
            }
        }
    }

    [Fact]
    public void The_same_record_gives_the_same_map()
    {
        for (ulong seed = 1; seed <= 50; seed++)
        {
            string first = RoadBuilder.Build(RecordCompletion.Complete(RandomRecords.Draw(seed))).Map.ContentHash();
            string again = RoadBuilder.Build(RecordCompletion.Complete(RandomRecords.Draw(seed))).Map.ContentHash();
            Assert.Equal(first, again);
        }
    }

    [Fact]
    public void Legs_are_long_enough_for_eight_seconds_at_the_limit()
    {
        for (ulong seed = 1; seed <= 200; seed++)
        {
            var completed = RecordCompletion.Complete(RandomRecords.Draw(seed));
            var road = RoadBuilder.Build(completed);
            var index = road.Map.Index();
            foreach (string entry in road.Legs.SelectMany(l => l.Entry))
            {
                var lane = index.LaneAt(index.IndexOf(entry));
                if (lane.Type != LaneType.Driveway)
                {
                    Assert.True(lane.Centre.LengthM + 72 >= Math.Max(150, 8 * lane.SpeedLimitMps!.Value), $"seed {seed}: {entry} is {lane.Centre.LengthM} m long");
                }
            }
        }
    }

    private static double LeastRadius(Polyline line)
    {
        double least = double.PositiveInfinity;
        for (int i = 1; i + 1 < line.Points.Count; i++)
        {
            var (a, b, c) = (line.Points[i - 1], line.Points[i], line.Points[i + 1]);
            double area = Math.Abs((b - a).Cross(c - b));
            if (area > 1e-9)
            {
                least = Math.Min(least, a.DistanceTo(b) * b.DistanceTo(c) * a.DistanceTo(c) / (2 * area));
            }
        }

        return least;
    }
}
