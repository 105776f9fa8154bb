using System.Globalization;
using Sim.Plugins.PseudoSimulation.Driving;
using Sim.Plugins.PseudoSimulation.Recordings;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>Makes the frames of stage two.</summary>
internal static class StageTwoFrames
{
    /// <summary>The frames, or why there are none.</summary>
    public static (StartSet Set, IReadOnlyList<(TestFrame Now, TestFrame? Previous)> Frames) Make(
        TestFrame stageOne, RecordedScenes scenes, RecordedScenes sane, DriverDesk desk, PseudoSimulationOptions options, ulong seed)
    {
        var first = stageOne.Scene(options.Compatibility);
        long t0 = first.TimeUs;
        long recorded = scenes.Recording.TimeUs(scenes.Recording.StepCount - 1) - t0;
        if (options.Traffic == TrafficRule.LogReplay && recorded < 2 * StartTimes.StageUs)
        {
            return None($"with log replay stage two needs 8 s after t0, but the recording goes on for {StartTime.Text(recorded)} only");
        }

        if (ExpertStates(stageOne, sane, options) is not { } expert)
        {
            return None("the recorded ego, named as the expert, ends before four seconds are over");
        }

        var traffic = TestFrame.TrafficOf(options.Traffic, options.Compatibility);
        var moved = traffic.Move(first, expert);
        var world = World(first, scenes, moved, Horizon.Steps, expert[^1], options.Traffic);
        if (world is null)
        {
            return None("there is no lane under the expert after four seconds");
        }

        if (RoadEnd.TooNear(world) is { } near)
        {
            return None($"at the expert's place after four seconds the map's road ends {near}");
        }

        var set = StartStates.Make(first.Ego, expert, world, new MotionLibrary(scenes), options.StageTwo, seed);
        if (set.Starts.Count == 0)
        {
            return (set, []);
        }

        var before = options.Frames == 2 ? World(first, scenes, moved, Horizon.Steps - Horizon.SamplesPerFrame, expert[^1], options.Traffic)! with { Map = world.Map } : null;
        var frames = new List<(TestFrame, TestFrame?)>();
        for (int k = 0; k < set.Starts.Count; k++)
        {
            var start = set.Starts[k];
            string token = string.Create(CultureInfo.InvariantCulture, $"two-{start.Cell.Along}-{start.Cell.Across}");
            frames.Add((Frame(token, world, 0), before is null ? null : Frame(token + "-before", before, 1)));

            TestFrame Frame(string name, PseudoScene at, int back)
            {
                var (scene, unknown) = Scene(name, at, start, back);
                return new TestFrame(name, unknown, scene, desk.Imagined(scene.TimeUs, scene.Ego, scene.Objects, 0), Shown(back), start);
            }

            DriverMoment[] Shown(int back)
            {
                var shown = new DriverMoment[options.ShownHistory];
                for (int i = 0; i < shown.Length; i++)
                {
                    int earlier = back + shown.Length - i;
                    int sample = Horizon.Steps - (earlier * Horizon.SamplesPerFrame);
                    shown[i] = desk.Imagined(t0 + (sample * Horizon.StepUs), start.States[start.States.Count - 1 - earlier], moved, sample);
                }

                return shown;
            }
        }

        return (set, frames);

        (StartSet, IReadOnlyList<(TestFrame, TestFrame?)>) None(string reason) => (new StartSet([], 0, 0, [], reason), []);
    }

    private static EgoState[]? ExpertStates(TestFrame stageOne, RecordedScenes sane, PseudoSimulationOptions options)
    {
        if (options.StageTwo.Expert == Expert.PdmClosed)
        {
            return stageOne.ReferenceStates(options.Compatibility);
        }

        var states = new EgoState[Horizon.Samples];
        for (int i = 0; i < states.Length; i++)
        {
            if (!sane.Ego!.TryAt(stageOne.Moment.TimeUs + (i * Horizon.StepUs), out states[i]))
            {
                return null;
            }
        }

        return states;
    }

    private static PseudoScene? World(PseudoScene first, RecordedScenes scenes, IReadOnlyList<SceneObject> moved, int sample, in EgoState expert, TrafficRule rule)
    {
        long timeUs = first.TimeUs + (sample * Horizon.StepUs);
        var (map, noRoad) = RecordedRoad.Of(scenes.Recording, in expert, RecordedRoad.RouteOf(scenes, in expert));
        return noRoad.Length > 0 ? null : first with
        {
            Name = $"{scenes.Recording.Name} at {StartTime.Text(timeUs)}",
            TimeUs = timeUs,
            Ego = expert,
            History = [],
            Map = map,
            Objects = StageTwoWorld.Objects(moved, sample, scenes, first.TimeUs, rule),
            RedConnectors = RecordedLights.Of(scenes.Recording, map, timeUs, scenes.Compatibility),
            HumanPlan = null,
            Reference = null,
        };
    }

    /// <param name="token">The frame's name.</param>
    /// <param name="world">The world at the frame's time.</param>
    /// <param name="start">The start.</param>
    /// <param name="back">How many frames before the start.</param>
    /// <returns>The scene, and the same with as little known of the ego as the reference knows.</returns>
    private static (PseudoScene Known, PseudoScene Unknown) Scene(string token, PseudoScene world, StartState start, int back)
    {
        int now = start.States.Count - 1 - back;
        var history = new List<HistorySample>();
        for (int i = Math.Max(0, now - 3); i <= now; i++)
        {
            history.Add(new HistorySample(world.TimeUs - ((now - i) * Horizon.FrameUs), start.States[i]));
        }

        // The reference knows neither steering nor yaw rate of the start of a scene; the sane mode gives them to the bicycle.
        var ego = start.States[now];
        var known = ego with { SteerRad = RecordedEgo.SteerOf(ego.Vx, ego.YawRateRps, world.Shape.WheelbaseM), SteerRateRps = 0, YawAccelRps2 = 0 };
        var unknown = ego with { SteerRad = 0, SteerRateRps = 0, YawRateRps = 0, YawAccelRps2 = 0 };
        var scene = world with { Name = $"{world.Name}, start {token}", Ego = known, History = history };
        return (scene, scene with { Ego = unknown });
    }
}
