using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.Leaderboards;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Leaderboards;

/// <summary>Recordings drawn at random: whatever they hold, every metric has a finite value in its range, or a state with a reason.</summary>
public class AnyRecordingTests
{
    private static readonly long[] Steps = [10_000, 40_000, 100_000, 130_000, 500_000, 1_000_000];

    [Fact]
    public void Every_metric_of_any_recording_has_a_value_in_its_range_or_a_reason()
    {
        IAssessor[] assessors = [new NuPlanAssessor(), new CarlaAssessor(), new WaymaxAssessor()];
        int scored = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            var recording = Draw(new RandomStream(seed));
            foreach (var assessor in assessors)
            {
                var assessment = assessor.Assess(new AssessRequest { Recording = recording }, AssessPeers.None, TestContext.Current.CancellationToken);
                Assert.Null(assessment.Fault());
                Assert.Equal(assessor.Metrics, assessment.Metrics.Select(m => m.Name));
                foreach (var metric in assessment.Metrics)
                {
                    Assert.True(metric.Value.HasValue || metric.Value.Reason.Length > 0, $"{seed}: {metric.Name} has neither value nor reason");
                    double most = metric.Name switch
                    {
                        "carla.driving_score" or "carla.route_completion" => 100,
                        _ when metric.Name.StartsWith("nuplan.", StringComparison.Ordinal) => 1,
                        "carla.penalty" or "waymax.overlap" or "waymax.offroad" or "waymax.kinematic_infeasibility" => 1,
                        _ => double.MaxValue,
                    };
                    double least = metric.Name == "waymax.progression" ? double.MinValue : 0;
                    Assert.True(metric.Value.Value is null || (metric.Value.Value >= least && metric.Value.Value <= most), $"{seed}: {metric.Name} is {metric.Value.Value}");
                    Assert.True(metric.Value.WorstTimeUs is null || (metric.Value.WorstTimeUs >= 0 && metric.Value.WorstTimeUs <= recording.TimeUs(recording.StepCount)));
                }

                scored += assessment.Metrics[0].Value.HasValue ? 1 : 0;
            }

            // The same again, to the bit.
            Assert.Equal(NuPlanScore.Of(recording).Score.Value, NuPlanScore.Of(recording).Score.Value);
        }

        Assert.True(scored > 100, $"only {scored} had a score: the draws are too odd to test anything");
    }

    internal static Recording Draw(RandomStream random)
    {
        long step = Steps[random.NextInt(Steps.Length)];
        int count = 1 + random.NextInt(120);
        double seconds = step * 1e-6;
        var tracks = new List<Track>();
        int actors = 1 + random.NextInt(5);
        for (int a = 0; a < actors; a++)
        {
            double x = random.NextUniform(-50, 150), y = random.NextInt(4) == 0 ? random.NextUniform(-10, 15) : 3.5 * random.NextInt(3);
            double heading = y == 7 ? Math.PI : random.NextInt(5) == 0 ? random.NextUniform(-4, 4) : 0, speed = random.NextInt(4) == 0 ? 0 : random.NextUniform(-3, 20), turn = random.NextInt(3) == 0 ? random.NextUniform(-0.5, 0.5) : 0;
            int first = random.NextInt(3) == 0 ? random.NextInt(count) : 0;
            var states = new ActorState[Math.Max(1, count - first - (random.NextInt(3) == 0 ? random.NextInt(count) : 0))];
            for (int i = 0; i < states.Length; i++)
            {
                states[i] = new ActorState(x, y, heading, speed, turn, 0, turn);
                (x, y, heading) = (x + (speed * seconds * Math.Cos(heading)), y + (speed * seconds * Math.Sin(heading)), heading + (turn * seconds));
            }

            var kinds = Enum.GetValues<ActorClass>();
            var track = Track.FromStates($"a{a}", a == 0 ? ActorClass.Car : kinds[random.NextInt(kinds.Length)], new BodyBox(4.5, 1.9, 1.5, 1.3), first, states);
            tracks.Add(random.NextInt(4) == 0 ? track with { Presence = Array.ConvertAll(states, _ => random.NextInt(6) > 0) } : track);
        }

        return new Recording
        {
            Name = "drawn",
            StepUs = step,
            StepCount = count,
            Map = Map(random),
            EgoId = random.NextInt(12) == 0 ? null : "a0",
            Tracks = tracks,
            Task = random.NextInt(3) switch
            {
                0 => new EgoTask { Route = ["r0", "r1"] },
                1 => new EgoTask { Goals = [new GoalRegion { LaneIds = ["l1"] }] },
                _ => null,
            },
            Vehicle = random.NextInt(2) == 0 ? null : VehicleSpec.Sedan,
            Signals = random.NextInt(2) == 0 ? [] : [new SignalTrack("light", [new SignalChange(0, SignalState.Green), new SignalChange(count / 2, SignalState.Red)])],
            End = (RecordingEnd)random.NextInt(Enum.GetValues<RecordingEnd>().Length),
            Provenance = new() { Generator = "test" },
        };
    }

    private static RoadMap Map(RandomStream random)
    {
        if (random.NextInt(8) == 0)
        {
            return RoadMap.Empty;
        }

        var street = Street.Map(random.NextInt(3) == 0 ? null : 12);
        return street with
        {
            Lanes =
            [
                .. street.Lanes.Select(l => l with
                {
                    JunctionId = random.NextInt(4) == 0 ? "j" : null,
                    Bidirectional = random.NextInt(6) == 0,
                    Type = random.NextInt(8) == 0 ? LaneType.Sidewalk : l.Type,
                    SignalIds = random.NextInt(2) == 0 ? ["light"] : [],
                }),
            ],
            Signals = random.NextInt(2) == 0 ? [] : [new MapSignal { Id = "light", Kind = MapSignalKind.Light }],
            Areas = random.NextInt(3) == 0 ? [new MapArea("yard", MapAreaKind.Drivable, new Polygon([new(0, -20), new(60, -20), new(60, -1), new(0, -1)]))] : [],
        };
    }
}
