using System.Diagnostics;
using System.Xml.Linq;
using Sim.Formats.CommonRoad;
using Sim.Geometry;
using Sim.Maps;
using Sim.Simulation;
using Sim.Simulation.Drivers;

namespace Sim.Tests;

/// <summary>Every CommonRoad file of the data folder, held against an independent reading with LINQ to XML.</summary>
[Trait("Topic", "commonroad")]
public sealed class CommonRoadFiles(ITestOutputHelper output)
{
    private static readonly string[] ActorElements = ["obstacle", "staticObstacle", "dynamicObstacle", "environmentObstacle"];

    [Fact]
    public void Every_file_reads_and_gives_a_recording_and_a_scenario_for_each_planning_problem()
    {
        foreach (var (name, content) in Files())
        {
            var file = CommonRoadReader.Read(content, name);
            var reading = new CommonRoadReading(content);
            var xml = reading.Root;
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
                Assert.Null(log.Find(scenario.EgoId));
                Assert.IsType<DriverBehaviour>(scenario.Ego.Behaviour);
                Assert.True(scenario.StepCount > 0, name);
                var start = xml.Elements("planningProblem").Single(p => CommonRoadReading.Id(p) == problem.Id).Element("initialState")!;
                HoldRefusal(name, reading, scenario, start, problem.Id);
                Assert.Equal(scenario.Actors.Count, scenario.Actors.Select(a => a.Id).Distinct().Count());
            }
        }
    }

    [Fact]
    public void Logged_positions_equal_the_numbers_of_the_file_exactly()
    {
        int states = 0, apart = 0, expected = 0;
        foreach (var (name, content) in Files())
        {
            var file = CommonRoadReader.Read(content, name);
            var log = file.ToRecording();
            foreach (var obstacle in new CommonRoadReading(content).Root.Elements().Where(e => e.Name.LocalName is "obstacle" or "dynamicObstacle"))
            {
                var track = log.Find(CommonRoadReading.Id(obstacle))!;
                var first = obstacle.Element("initialState")!;
                foreach (var state in obstacle.Elements("initialState").Concat(obstacle.Elements("trajectory").Elements("state")))
                {
                    // A trajectory may repeat the initial state, which counts; intervals and shapes beside the origin have no number to compare with.
                    bool repeated = state != first && CommonRoadReading.TimeStep(state) == CommonRoadReading.TimeStep(first);
                    if (CommonRoadReading.TimeStep(state) is not { } step || repeated || !CommonRoadReading.IsCentred(obstacle)
                        || state.Element("position")?.Element("point") is not { } point)
                    {
                        apart++;
                        continue;
                    }

                    expected++;
                    Assert.True(track.IsPresent(step), $"{name}: {track.Id} at step {step}");
                    var at = track.At(step);
                    Assert.Equal(CommonRoadReading.Number(point.Element("x")!), at.X);
                    Assert.Equal(CommonRoadReading.Number(point.Element("y")!), at.Y);
                    if (state.Element("orientation")?.Element("exact") is { } heading)
                    {
                        Assert.Equal(CommonRoadReading.Number(heading), at.HeadingRad);
                    }

                    // A point mass states its velocity along both axes.
                    if (state.Element("velocity")?.Element("exact") is { } velocity && state.Element("velocityY") is null)
                    {
                        Assert.Equal(CommonRoadReading.Number(velocity), at.SpeedMps);
                    }

                    if (state.Element("acceleration")?.Element("exact") is { } acceleration && state.Element("accelerationY") is null)
                    {
                        Assert.Equal(CommonRoadReading.Number(acceleration), at.AccelMps2);
                    }

                    states++;
                }

                if (CommonRoadReading.IsCentred(obstacle) && obstacle.Element("shape")!.Element("rectangle") is { } box)
                {
                    Assert.Equal(CommonRoadReading.Number(box.Element("length")!), track.Body.LengthM);
                    Assert.Equal(CommonRoadReading.Number(box.Element("width")!), track.Body.WidthM);
                }
            }
        }

        output.WriteLine($"{states} states compared, {apart} of another kind");
        Assert.Equal(expected, states);
        Assert.True(states > 0 || apart == 0, $"none of {apart} states could be compared");
    }

    [Fact]
    public void Bounds_equal_the_points_of_the_file_and_every_sound_link_is_kept()
    {
        int links = 0, neighbours = 0;
        foreach (var (name, content) in Files())
        {
            var lanes = CommonRoadReader.Read(content, name).Map.Lanes.ToDictionary(l => l.Id);
            var reading = new CommonRoadReading(content);
            foreach (var lanelet in reading.Lanelets)
            {
                var lane = lanes[CommonRoadReading.Id(lanelet)];
                Assert.Equal(CommonRoadReading.Points(lanelet.Element("leftBound")!), lane.Left.Points);
                Assert.Equal(CommonRoadReading.Points(lanelet.Element("rightBound")!), lane.Right.Points);
                if (lanelet.Element("speedLimit") is { } limit)
                {
                    Assert.Equal(CommonRoadReading.Number(limit), lane.SpeedLimitMps);
                }

                foreach (bool left in (bool[])[true, false])
                {
                    var (stated, kept) = (reading.Neighbour(lane.Id, left), left ? lane.LeftNeighbour : lane.RightNeighbour);
                    if (reading.IsMutualNeighbour(lane.Id, left))
                    {
                        Assert.Equal(stated, (kept!.LaneId, kept.SameDirection));
                        neighbours++;
                    }
                    else if (kept is not null)
                    {
                        // Completed: one of the two states it.
                        Assert.True(stated == (kept.LaneId, kept.SameDirection) || reading.Neighbour(kept.LaneId, left != kept.SameDirection) == (lane.Id, kept.SameDirection), $"{name}: {lane.Id}");
                    }
                }
            }

            var expected = reading.Links();
            Assert.Equal(expected.Order(), lanes.Values.SelectMany(l => l.Successors.Select(s => (l.Id, s))).Distinct().Order());
            Assert.Equal(expected.Order(), lanes.Values.SelectMany(l => l.Predecessors.Select(p => (p, l.Id))).Distinct().Order());
            links += expected.Count;
        }

        output.WriteLine($"{links} links, {neighbours} neighbours");
    }

    [Fact]
    public void Replaying_the_designated_ego_reproduces_every_logged_position_within_1_mm()
    {
        int clips = 0, refused = 0, without = 0;
        int compared = 0;
        foreach (var (name, content) in Files())
        {
            var file = CommonRoadReader.Read(content, name);
            var reading = new CommonRoadReading(content);
            var log = file.ToRecording();
            if (log.EgoId is null)
            {
                Assert.False(reading.HasMovingMotorVehicle, name);
                without++;
                continue;
            }

            var scenario = file.ToReplay();
            var start = reading.Root.Elements().First(e => e.Name.LocalName is "obstacle" or "dynamicObstacle" && (string?)e.Attribute("id") == log.EgoId).Element("initialState")!;
            if (HoldRefusal(name, reading, scenario, start, log.EgoId))
            {
                refused++;
                continue;
            }

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

        output.WriteLine($"{clips} clips, {compared} positions; {without} files in which no motor vehicle moves, {refused} that overlap at the start");
        Assert.True(compared > clips || clips == 0, $"{clips} clips, {compared} positions");
        Assert.True(clips > 0 || refused + without > 0);
    }

    [Fact]
    public void Maps_are_sound_but_for_what_the_files_own_data_break()
    {
        var found = new Dictionary<(string, string, string), string?>();
        var present = new HashSet<string>();
        foreach (var (name, content) in Files())
        {
            present.Add(name);
            var reading = new CommonRoadReading(content);
            foreach (var finding in RoadMapCheck.Run(CommonRoadReader.Read(content, name).Map))
            {
                found.TryAdd((name, finding.Rule.ToString(), finding.LaneId), reading.Explain(finding.Rule, finding.LaneId));
            }
        }

        output.WriteLine($"{present.Count} files, {found.Count} exceptions");
        MapExceptions.Hold(present, found, output);
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

        output.WriteLine($"{name}, {content.Length} bytes: {best:0.0} ms");
        Assert.True(best < 150, $"{name}: {best:0.0} ms");
    }

    private static IEnumerable<(string Name, byte[] Content)> Files()
    {
        var files = Directory.GetFiles(GoldenData.Data("commonroad"), "*.xml").Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        return files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)));
    }

    // Refused exactly when the file's own boxes overlap at the scenario's first instant. True when refused.
    private static bool HoldRefusal(string name, CommonRoadReading reading, Scenario scenario, XElement start, string self)
    {
        const double marginM = 0.01;
        string? refusal = ScenarioCheck.Check(scenario).Refusal;
        int step = CommonRoadReading.TimeStep(start) ?? 0;
        var (at, heading, body) = (CommonRoadReading.Position(start), CommonRoadReading.Heading(start), scenario.Ego.Body);
        Vector2d[] Outline(double byM) => PlainGeometry.Box(at, heading, body.LengthM + byM, body.WidthM + byM);
        if (refusal is not null)
        {
            Assert.StartsWith("collides at its first instant", refusal, StringComparison.Ordinal);
            Assert.True(reading.OverlappingAt(step, Outline(marginM), self, plainOnly: false).Count > 0, $"{name}: {refusal}, but no boxes of the file overlap");
            return true;
        }

        Assert.True(reading.OverlappingAt(step, Outline(-marginM), self, plainOnly: true) is [], $"{name}: problem or ego {self} overlaps at the start and is not refused");
        return false;
    }
}
