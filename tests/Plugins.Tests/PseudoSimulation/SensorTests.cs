using System.Text.Json;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.Sdk;

namespace Sim.Tests.PseudoSimulation;

/// <summary>Drivers that are shown what a sensor renders at each question.</summary>
public sealed class SensorTests
{
    private static readonly string[] Fields = ["x", "y", "heading", "speed", "lateral", "accel", "yaw_rate", "steer"];

    [Fact]
    public void A_driver_that_reads_frames_alone_scores_what_one_scores_that_reads_objects()
    {
        var recording = Recorded.Of(12, others: [Recorded.Track("lead", 45, Roads.WidthM, 7, 121), Recorded.Track("beside", 30, 0, 9, 121)]);
        var sensor = new Sensor();
        var options = Options(("stages", "2"), ("shown_history", "1"));
        var objects = Assess(recording, options, Follower(fromFrames: false), null);
        var frames = Assess(recording, With(options, "sensor", Setting.Scalar("actors")), Follower(fromFrames: true), sensor);

        Assert.Equal(objects.Metrics.Select(m => m.Name), frames.Metrics.Select(m => m.Name));
        foreach (var (a, b) in objects.Metrics.Zip(frames.Metrics))
        {
            Assert.Equal(a.Value.State, b.Value.State);
            Assert.Equal(a.Value.Value ?? -1, b.Value.Value ?? -1, 9);
        }

        // A gap that closes: it matters what is seen.
        var blind = Assess(recording, With(options, "sensor", Setting.Scalar("actors")), Follower(fromFrames: true), new Sensor { Sees = t => t.Id == "ego" });
        Assert.NotEqual(Value(objects, "epdms.ep").Value!.Value, Value(blind, "epdms.ep").Value!.Value, 3);

        double calls = Value(frames, "epdms.driver_calls").Value!.Value;
        Assert.Equal(calls, sensor.Requests.Count);
        Assert.Contains(frames.Evidence, e => e.Text == $"The driver was shown {calls} frames of sensor 'actors', one at each question.");
        Assert.DoesNotContain(objects.Evidence, e => e.Text.Contains("sensor", StringComparison.Ordinal));
        Assert.Equal(sensor.Requests.Count, sensor.Requests.Select(r => r.Seed).Distinct().Count());
        Assert.All(sensor.Requests, r => Assert.Equal(3, r.World.Tracks.Count));
    }

    [Fact]
    public void Between_steps_of_a_recording_the_slice_holds_both_and_the_frame_has_the_observations_time()
    {
        var sensor = new Sensor();
        var recording = Recorded.Of(12, stepUs: 200_000, others: [Recorded.Track("lead", 60, Roads.WidthM, 8, 61, 200_000)]);
        int asked = 0;
        var driver = new Recorded.Driver((_, seen) =>
        {
            asked++;
            var frame = Assert.Single(seen.Frames);
            Assert.Equal((1_700_000, 1_700_000, "json"), (frame.StartUs, frame.EndUs, frame.Encoding));
            var actors = Read(frame);
            Assert.Equal(seen.Ego.X, actors["ego"].X, 9);
            Assert.Equal(60 + 8 * 1.7, actors["lead"].X, 9);
            return DriverAnswer.FromControls(0, 0);
        });
        var assessment = Assess(recording, Options(("plan", "driver"), ("frames", "1"), ("t0", "1.7 s"), ("controls", "hold"), ("sensor", "actors")), driver, sensor);

        Assert.Equal(1, asked);
        Assert.Equal(MeasuredState.Value, Value(assessment, "epdms.nc").State);
        var request = Assert.Single(sensor.Requests);
        Assert.Equal((2, 100_000, 100_000), (request.World.StepCount, request.StartUs, request.EndUs));
    }

    [Fact]
    public void Each_question_of_a_rollout_is_shown_the_world_it_imagines()
    {
        int asked = 0;
        var driver = new Recorded.Driver((_, seen) =>
        {
            var actors = Read(Assert.Single(seen.Frames));
            Assert.Equal(35 + asked, actors["ego"].X, 6);
            Assert.Equal(100 + 8 * (1.5 + 0.1 * asked), actors["lead"].X, 6);
            Assert.Equal(seen.TimeUs, seen.Frames[0].StartUs);
            asked++;
            return DriverAnswer.FromControls(0, 0);
        });
        var assessment = Assess(
            Recorded.Of(12, others: [Recorded.Track("lead", 100, Roads.WidthM, 8, 121)]), Options(("plan", "driver"), ("frames", "1"), ("sensor", "actors")), driver, new Sensor());

        Assert.Equal(40, asked);
        Assert.Empty(Value(assessment, "epdms").State == MeasuredState.Failed ? Value(assessment, "epdms").Reason : "");
    }

    [Fact]
    public void The_sensor_gets_its_options_and_not_its_name()
    {
        var sensor = new Sensor();
        var options = With(
            Options(("plan", "driver"), ("frames", "1")), "sensor", Setting.Map(("use", Setting.Scalar("actors")), ("range", Setting.Scalar("80 m"))));
        Assess(Recorded.Of(12), options, Recorded.Straight(), sensor);

        var request = Assert.Single(sensor.Requests);
        Assert.Equal(("actors", "range", "80 m"), (request.Sensor, Assert.Single(request.Options.Entries).Key, request.Options.Find("range")!.Text));
    }

    [Theory]
    [InlineData("throws", "sensor 'actors' failed at 5.5 s: InvalidOperationException: the lens is dirty")]
    [InlineData("refuses", "sensor 'actors' failed at 5.5 s: nothing fits")]
    [InlineData("nothing", "sensor 'actors' failed at 5.5 s: it gave no frame")]
    [InlineData("backwards", "sensor 'actors' failed at 5.5 s: its frame ends before it starts")]
    [InlineData("posed", "sensor 'actors' failed at 5.5 s: the pose of its frame has 3 numbers, not 7")]
    public void A_sensor_that_fails_fails_the_metrics_and_says_why(string how, string expected)
    {
        int captured = 0;
        var sensor = new Sensor
        {
            Spoil = (_, frame) => captured++ == 0 ? frame : how switch
            {
                "throws" => throw new InvalidOperationException("the lens is dirty"),
                "refuses" => throw new InputException("nothing fits"),
                "nothing" => null!,
                "backwards" => frame with { EndUs = frame.StartUs - 1 },
                _ => frame with { PoseWorld = [0, 0, 0] },
            },
        };
        var assessment = Assess(Recorded.Of(12), Options(("stages", "2"), ("frames", "1"), ("sensor", "actors")), Recorded.Straight(), sensor);

        Assert.Equal((MeasuredState.Failed, expected), (Value(assessment, "epdms").State, Value(assessment, "epdms").Reason));
        Assert.Equal(MeasuredState.Value, Value(assessment, "epdms.stage1").State);
        Assert.Equal(1, Value(assessment, "epdms.driver_calls").Value);
        Assert.Null(assessment.Fault());
    }

    [Fact]
    public void A_sensor_that_never_works_leaves_no_value_at_all()
    {
        var sensor = new Sensor { Spoil = (_, _) => throw new InvalidOperationException("no power") };
        foreach (string t0 in (string[])["first", "worst", "every 2 s"])
        {
            var assessment = Assess(Recorded.Of(12), Options(("plan", "driver"), ("t0", t0), ("sensor", "actors")), Recorded.Straight(), sensor);
            Assert.All(assessment.Metrics.Where(m => m.Name != "epdms.driver_calls"), m => Assert.Equal(MeasuredState.Failed, m.Value.State));
            Assert.Contains("no power", Value(assessment, "epdms").Reason, StringComparison.Ordinal);
            Assert.Equal(0, Value(assessment, "epdms.driver_calls").Value);
        }
    }

    [Fact]
    public void An_unknown_sensor_is_answered_with_the_nearest_known_ones()
    {
        var options = Options(("plan", "driver"), ("sensor", "actor"));
        Assert.Contains("unknown sensor 'actor'; did you mean 'actors'?", Assert.Throws<InputException>(() => Assess(Recorded.Of(12), options, Recorded.Straight(), new Sensor())).Message, StringComparison.Ordinal);
        Assert.Contains("no sensor is installed", Assert.Throws<InputException>(() => Assess(Recorded.Of(12), options, Recorded.Straight(), null)).Message, StringComparison.Ordinal);
        var nameless = With(Options(("plan", "driver")), "sensor", Setting.Map(("range", Setting.Scalar("80 m"))));
        Assert.Contains("write sensor: NAME", Assert.Throws<InputException>(() => Assess(Recorded.Of(12), nameless, Recorded.Straight(), new Sensor())).Message, StringComparison.Ordinal);
    }

    // Slow enough to need three seconds to whoever is next in its lane.
    private static Recorded.Driver Follower(bool fromFrames) => new((task, seen) =>
    {
        var actors = fromFrames
            ? Read(Assert.Single(seen.Frames))
            : seen.Others.ToArray().Select(o => (task.Actors[o.Index].Id, o.State)).Append(("ego", seen.Ego)).ToDictionary(a => a.Item1, a => a.Item2);
        var ego = actors["ego"];
        double gap = actors.Values.Where(a => a.X > ego.X && Math.Abs(a.Y - ego.Y) < 1.5).Select(a => a.X - ego.X - 4.5).DefaultIfEmpty(1000).Min();
        double speed = Math.Min(ego.SpeedMps, gap / 3);
        var axle = ego.Pose.CentreToRearAxle(task.Actors[task.EgoIndex].Body.RearAxleToCentreM);
        return DriverAnswer.FromPlan([.. Enumerable.Range(0, 9).Select(k => Recorded.Point(axle.Moved(speed * 0.5 * k), seen.TimeUs + k * 500_000, speed))]);
    });

    private static Dictionary<string, ActorState> Read(Frame frame)
    {
        using var document = JsonDocument.Parse(frame.Data);
        return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p =>
        {
            double[] v = [.. Fields.Select(f => p.Value.GetProperty(f).GetDouble())];
            return new ActorState(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]);
        });
    }

    private static Setting Options(params (string Key, string Value)[] options) => Setting.Map(options.Select(o => (o.Key, Setting.Scalar(o.Value))));

    private static Setting With(Setting options, string key, Setting value) => Setting.Map(options.Entries.Select(e => (e.Key, e.Value)).Append((key, value)));

    private static Assessment Assess(Recording recording, Setting options, IDriver driver, ISensor? sensor) =>
        new PseudoSimulationAssessor().Assess(
            new AssessRequest { Recording = recording, Options = options, Seed = 11 },
            new AssessPeers(driver, Setting.Empty, null) { Sensors = sensor is null ? AssessPeers.None.Sensors : new Dictionary<string, ISensor> { [sensor.Name] = sensor } },
            TestContext.Current.CancellationToken);

    private static Measured<double> Value(Assessment assessment, string name) => assessment.Metrics.Single(m => m.Name == name).Value;

    /// <summary>Renders every actor's state as JSON, between steps by interpolation.</summary>
    private sealed class Sensor : ISensor
    {
        private readonly Lock _gate = new();

        public string Name => "actors";

        public string Description => "Renders every actor's state as JSON.";

        public List<CaptureRequest> Requests { get; } = [];

        public Func<Track, bool> Sees { get; init; } = static _ => true;

        public Func<CaptureRequest, Frame, Frame> Spoil { get; init; } = static (_, frame) => frame;

        public Frame Capture(CaptureRequest request, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                Requests.Add(request);
            }

            var world = request.World;
            int step = (int)(request.StartUs / world.StepUs);
            double part = (double)(request.StartUs - world.TimeUs(step)) / world.StepUs;
            using var data = new MemoryStream();
            using (var json = new Utf8JsonWriter(data))
            {
                json.WriteStartObject();
                foreach (var track in world.Tracks.Where(Sees))
                {
                    double[] from = Values(track.At(step)), to = part > 0 ? Values(track.At(step + 1)) : from;
                    json.WriteStartObject(track.Id);
                    for (int i = 0; i < Fields.Length; i++)
                    {
                        json.WriteNumber(Fields[i], from[i] + part * (to[i] - from[i]));
                    }

                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            return Spoil(request, new Frame
            {
                Sensor = request.Sensor,
                Kind = FrameKind.Objects,
                StartUs = request.StartUs,
                EndUs = request.EndUs,
                PoseWorld = [0, 0, 0, 1, 0, 0, 0],
                Encoding = "json",
                Data = data.ToArray(),
            });
        }

        private static double[] Values(ActorState s) => [s.X, s.Y, s.HeadingRad, s.SpeedMps, s.LateralMps, s.AccelMps2, s.YawRateRps, s.SteerRad];
    }
}
