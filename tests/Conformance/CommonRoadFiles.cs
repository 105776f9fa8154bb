using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;
using Sim.Formats.CommonRoad;
using Sim.Geometry;
using Sim.Maps;
using Sim.Simulation;
using Sim.Simulation.Drivers;

namespace Sim.Tests;

/// <summary>Every CommonRoad file of the data folder, held against an independent reading with LINQ to XML.</summary>
[Trait("Topic", "commonroad")]
public sealed class CommonRoadFiles
{
    private static readonly string[] ActorElements = ["obstacle", "staticObstacle", "dynamicObstacle", "environmentObstacle"];

    [Fact]
    public void Every_file_reads_and_gives_a_recording_and_a_scenario_for_each_planning_problem()
    {
        foreach (var (name, content) in Files())
        {
            var file = CommonRoadReader.Read(content, name);
            var xml = Parse(content);
            var log = file.ToRecording();
            Assert.Equal(ActorElements.Sum(e => xml.Elements(e).Count()), log.Tracks.Count);
            Assert.Equal(xml.Elements("lanelet").Count(), file.Map.Lanes.Count);
            Assert.Equal(xml.Elements("trafficSign").Count() + xml.Elements("trafficLight").Count(), file.Map.Signals.Count);
            Assert.Equal(xml.Elements("intersection").Count(), file.Map.Junctions.Count);
            Assert.Equal(xml.Elements("planningProblem").Select(p => (string?)p.Attribute("id")), file.Problems.Select(p => p.Id));
            Assert.Equal(file.Problems.Select(p => p.Id), CommonRoadReader.ReadProblemIds(content, name));
            foreach (var problem in file.Problems)
            {
                var scenario = file.ToScenario(problem.Id);
                Assert.Equal("ego", scenario.EgoId);
                Assert.IsType<DriverBehaviour>(scenario.Ego.Behaviour);
                Assert.True(scenario.StepCount > 0, name);

                // The corner-case file of the format's own parser puts everything at the origin.
                Assert.Equal(name == "test_reading_all.xml", ScenarioCheck.Check(scenario).Refusal is not null);
                Assert.Equal(scenario.Actors.Count, scenario.Actors.Select(a => a.Id).Distinct().Count());
            }
        }
    }

    [Fact]
    public void Logged_positions_equal_the_numbers_of_the_file_exactly()
    {
        int states = 0;
        foreach (var (name, content) in Files())
        {
            var file = CommonRoadReader.Read(content, name);
            var log = file.ToRecording();
            foreach (var obstacle in Parse(content).Elements().Where(e => e.Name.LocalName is "obstacle" or "dynamicObstacle"))
            {
                var track = log.Find((string)obstacle.Attribute("id")!)!;
                foreach (var state in obstacle.Elements("initialState").Concat(obstacle.Elements("trajectory").Elements("state")))
                {
                    var at = track.At(int.Parse(state.Element("time")!.Element("exact")!.Value, CultureInfo.InvariantCulture));
                    Assert.Equal(Number(state.Element("position")!.Element("point")!.Element("x")!), at.X);
                    Assert.Equal(Number(state.Element("position")!.Element("point")!.Element("y")!), at.Y);
                    Assert.Equal(Number(state.Element("orientation")!.Element("exact")!), at.HeadingRad);
                    if (state.Element("velocity") is { } velocity)
                    {
                        Assert.Equal(Number(velocity.Element("exact")!), at.SpeedMps);
                    }

                    if (state.Element("acceleration") is { } acceleration)
                    {
                        Assert.Equal(Number(acceleration.Element("exact")!), at.AccelMps2);
                    }

                    states++;
                }

                if (obstacle.Element("shape")!.Element("rectangle") is { } box)
                {
                    Assert.Equal(Number(box.Element("length")!), track.Body.LengthM);
                    Assert.Equal(Number(box.Element("width")!), track.Body.WidthM);
                }
            }
        }

        Assert.True(states > 10_000, $"only {states} states were compared");
    }

    [Fact]
    public void Bounds_equal_the_points_of_the_file_and_every_stated_link_is_kept()
    {
        foreach (var (name, content) in Files())
        {
            var lanes = CommonRoadReader.Read(content, name).Map.Lanes.ToDictionary(l => l.Id);
            foreach (var lanelet in Parse(content).Elements("lanelet"))
            {
                var lane = lanes[(string)lanelet.Attribute("id")!];
                Assert.Equal(Points(lanelet.Element("leftBound")!), lane.Left.Points);
                Assert.Equal(Points(lanelet.Element("rightBound")!), lane.Right.Points);
                Assert.Equal(References(lanelet, "predecessor"), lane.Predecessors);
                Assert.Equal(References(lanelet, "successor"), lane.Successors);
                Assert.Equal((string?)lanelet.Element("adjacentLeft")?.Attribute("ref"), lane.LeftNeighbour?.LaneId);
                Assert.Equal((string?)lanelet.Element("adjacentRight")?.Attribute("ref"), lane.RightNeighbour?.LaneId);
                if (lanelet.Element("speedLimit") is { } limit)
                {
                    Assert.Equal(Number(limit), lane.SpeedLimitMps);
                }
            }
        }
    }

    [Fact]
    public void Replaying_the_designated_ego_reproduces_every_logged_position_within_1_mm()
    {
        int clips = 0;
        int compared = 0;
        foreach (var (name, content) in Files())
        {
            var file = CommonRoadReader.Read(content, name);
            var log = file.ToRecording();
            if (log.EgoId is null)
            {
                continue;
            }

            var scenario = file.ToReplay();
            var replay = ClosedLoop.Run(
                new EmbeddedSimulator(), new SimulatorUse { StopAtContact = false }, scenario, new LogReplayDriver(), Setting.Empty, 0, 0, TestContext.Current.CancellationToken);
            Assert.Equal((RecordingEnd.Horizon, scenario.StepCount + 1), (replay.End, replay.StepCount));
            int first = log.Find(log.EgoId)!.FirstStep;
            foreach (var track in replay.Tracks)
            {
                var logged = log.Find(track.Id)!;
                for (int step = 0; step < replay.StepCount; step++)
                {
                    Assert.True(track.IsPresent(step) == logged.IsPresent(step + first), $"{name}: presence of {track.Id} at step {step}");
                    if (track.IsPresent(step))
                    {
                        double apart = track.At(step).Pose.Position.DistanceTo(logged.At(step + first).Pose.Position);
                        Assert.True(apart <= 0.001, $"{name}: {track.Id} is {apart} m off at step {step}");
                        compared++;
                    }
                }
            }

            clips++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{clips} clips, {compared} positions");
        Assert.True(clips >= 7 && compared > 5_000, $"{clips} clips, {compared} positions");
    }

    [Fact]
    public void Maps_are_sound_but_for_the_listed_exceptions()
    {
        var files = Files().ToList();
        var listed = MapExceptions.Read().Where(e => files.Any(f => f.Name == e.File)).ToHashSet();
        var found = files.SelectMany(f => RoadMapCheck.Run(CommonRoadReader.Read(f.Content, f.Name).Map).Select(m => (f.Name, m.Rule.ToString(), m.LaneId))).ToHashSet();
        Assert.Empty(found.Except(listed));
        Assert.True(listed.IsSubsetOf(found), "docs/map-exceptions.csv lists what no longer occurs");
    }

    [Fact]
    public void The_largest_file_reads_in_under_150_ms_warm()
    {
        var (name, content) = Files().MaxBy(f => f.Content.Length);
        double best = double.MaxValue;
        for (int i = 0; i < 8; i++)
        {
            long start = Stopwatch.GetTimestamp();
            CommonRoadReader.Read(content, name);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}, {content.Length} bytes: {best:0.0} ms");
        Assert.True(best < 150, $"{name}: {best:0.0} ms");
    }

    private static IEnumerable<(string Name, byte[] Content)> Files()
    {
        var files = Directory.GetFiles(GoldenData.Data("commonroad"), "*.xml").Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        return files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)));
    }

    private static XElement Parse(byte[] content)
    {
        using var stream = new MemoryStream(content);
        return XDocument.Load(stream).Root!;
    }

    private static double Number(XElement element) => double.Parse(element.Value, CultureInfo.InvariantCulture);

    private static IEnumerable<Vector2d> Points(XElement bound) => bound.Elements("point").Select(p => new Vector2d(Number(p.Element("x")!), Number(p.Element("y")!)));

    private static IEnumerable<string?> References(XElement lanelet, string name) => lanelet.Elements(name).Select(e => (string?)e.Attribute("ref"));
}
