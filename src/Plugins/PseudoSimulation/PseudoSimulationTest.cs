using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Driving;
using Sim.Plugins.PseudoSimulation.Recordings;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Stages;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.PseudoSimulation;

/// <summary>
/// Pseudo-simulation of one instant of a recording: everything that does not depend on the driver is made once (scenes, reference proposals, starts of
/// stage two), then any number of drivers can be tested, at the same time too. Immutable, thread-safe.
/// </summary>
public sealed class PseudoSimulationTest
{
    private readonly RecordedScenes _scenes;
    private readonly DriverDesk? _desk;
    private readonly TestFrame? _now;
    private readonly TestFrame? _previous;
    private readonly IReadOnlyList<(TestFrame Now, TestFrame? Previous)> _starts = [];

    private PseudoSimulationTest(Recording recording, long timeUs, PseudoSimulationOptions options, ulong seed, IReadOnlyList<TimedState>? egoLog)
    {
        (Options, TimeUs) = (options, timeUs);
        var navsim = new RecordedScenes(recording, Compatibility.Navsim22, egoLog);
        var sane = new RecordedScenes(recording, Compatibility.Sane, egoLog);
        _scenes = options.Compatibility == Compatibility.Sane ? sane : navsim;
        var reading = _scenes.At(timeUs);
        (NotApplicable, NoRoad, Remarks) = (reading.Reason, reading.NoRoad, reading.Remarks);
        if (reading.Scene is null)
        {
            return;
        }

        _desk = new DriverDesk(_scenes, RecordedRoad.RouteOf(_scenes, reading.Scene.Ego));
        _now = Frame("one", timeUs);
        _previous = options.Frames == 2 ? Frame("one-before", timeUs - Horizon.FrameUs) : null;
        if (options.Frames == 2 && _previous is null)
        {
            Remarks = [.. Remarks, "There is no frame half a second before t0: EC is left out with its weight."];
        }

        if (NoRoad.Length == 0)
        {
            NoRoad = RoadEnd.TooNear(_now!.Scene(options.Compatibility)) is { } near ? $"the map's road ends {near}" : "";
        }

        if (options.Stages == 1)
        {
            NoStageTwo = "one stage was asked for";
        }
        else if (NoRoad.Length > 0)
        {
            NoStageTwo = NoRoad;
        }
        else
        {
            var effective = _previous is null ? options with { Frames = 1 } : options;
            (Starts, _starts) = StageTwoFrames.Make(_now!, _scenes, sane, _desk, effective, Seed.Derive(seed, recording.Name, 0, "starts"));
            NoStageTwo = Starts.Reason;
        }

        TestFrame? Frame(string token, long t) => navsim.At(t).Scene is { } scene && sane.At(t).Scene is { } saneScene
            ? new TestFrame(token, WithReference(scene), WithReference(saneScene), _desk!.Recorded(t, saneScene.Ego), Before(t))
            : null;
        DriverMoment[] Before(long t) => [.. Enumerable.Range(1, options.ShownHistory).Select(k => t - (k * Horizon.FrameUs)).Reverse().SelectMany(at => sane.Ego!.TryAt(at, out var ego) ? [_desk!.Recorded(at, in ego)] : Array.Empty<DriverMoment>())];
        PseudoScene WithReference(PseudoScene scene) => NoRoad.Length == 0 ? scene : scene with { Reference = References.Straight(scene.Ego) };
    }

    /// <summary>Options.</summary>
    public PseudoSimulationOptions Options { get; }

    /// <summary>t0, µs since the recording's start.</summary>
    public long TimeUs { get; }

    /// <summary>Why nothing can be said about this instant; empty when something can.</summary>
    public string NotApplicable { get; }

    /// <summary>Why only NC, TTC and HC can be given; empty when the road is known.</summary>
    public string NoRoad { get; }

    /// <summary>Why there is no stage two; empty when there is one.</summary>
    public string NoStageTwo { get; } = "";

    /// <summary>The starts of stage two; null when they were not asked for.</summary>
    public StartSet? Starts { get; }

    /// <summary>What was assumed or missing, as sentences.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>True when nobody drove the recorded ego.</summary>
    public bool IsLog => _scenes.IsLog;

    /// <summary>True when the recorded human can excuse a plan.</summary>
    public bool HasHuman => _now?.Scene(Options.Compatibility).HumanPlan is not null;

    /// <summary>The scene of stage one; null when there is none.</summary>
    public PseudoScene? Scene => _now?.Scene(Options.Compatibility);

    /// <summary>The instants that the options select in a recording.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="start">The rule.</param>
    /// <param name="reason">Why there are none; empty when there are.</param>
    public static IReadOnlyList<long> TimesOf(Recording recording, StartTime start, out string reason)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var times = StartTimes.Of(recording, start);
        reason = times.Reason;
        return times.TimesUs;
    }

    /// <summary>Prepares the test of one instant.</summary>
    /// <param name="recording">The recording, recorded or simulated.</param>
    /// <param name="timeUs">t0, µs since its start.</param>
    /// <param name="options">Options; their rule for t0 is not used.</param>
    /// <param name="seed">Chooses which starts are kept.</param>
    /// <param name="egoLog">The ego's log, when the recording is a simulation of a scenario that has one; box centre.</param>
    public static PseudoSimulationTest Prepare(Recording recording, long timeUs, PseudoSimulationOptions options, ulong seed, IReadOnlyList<TimedState>? egoLog = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(options);
        return new PseudoSimulationTest(recording, timeUs, options, seed, egoLog);
    }

    /// <summary>Judges the recorded motion as if it had been the plan. Stage one only.</summary>
    /// <exception cref="InvalidOperationException">Nothing can be said; see <see cref="NotApplicable"/>.</exception>
    public TestRun RunRecorded()
    {
        return new TestRun { Options = Options, Compatibility = Options.Compatibility, TimeUs = TimeUs, StageOne = new ViewRun(Judge(Ready), _previous is null ? null : Judge(_previous)) };

        FrameRun Judge(TestFrame frame) => _scenes.RecordedPlan(frame.Moment.TimeUs) is { } plan
            ? Judged(frame, plan, 0, Options.Compatibility, isHuman: IsLog)
            : Failed(frame, "the recorded ego ends before four seconds are over", 0);
    }

    /// <summary>Asks a driver at every frame and judges its plans.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="driverOptions">Its options.</param>
    /// <param name="seed">Seed from which its seed for each question is derived.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidOperationException">Nothing can be said; see <see cref="NotApplicable"/>.</exception>
    /// <exception cref="InputException">The driver refuses its options or the task.</exception>
    public TestRun Run(IDriver driver, Setting driverOptions, ulong seed, CancellationToken cancellationToken) => Run(driver, driverOptions, null, seed, cancellationToken);

    /// <summary>Asks a driver at every frame and judges its plans.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="driverOptions">Its options.</param>
    /// <param name="sensor">Sensor that renders a frame for each question, with the options of <see cref="PseudoSimulationOptions.Sensor"/>; null for none.</param>
    /// <param name="seed">Seed from which the driver's and the sensor's seeds for each question are derived.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidOperationException">Nothing can be said; see <see cref="NotApplicable"/>.</exception>
    /// <exception cref="InputException">The driver refuses its options or the task.</exception>
    public TestRun Run(IDriver driver, Setting driverOptions, ISensor? sensor, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(driver);
        var view = sensor is null || _desk is null ? null : new SensorView(_desk, sensor, Options.Sensor?.Options ?? Setting.Empty);
        return new TestRun
        {
            Options = Options,
            Compatibility = Options.Compatibility,
            TimeUs = TimeUs,
            StageOne = View(Ready, _previous),
            StageTwo = [.. _starts.Select(s => View(s.Now, s.Previous))],
        };

        ViewRun View(TestFrame now, TestFrame? previous) => new(Asked(now), previous is null ? null : Asked(previous));

        FrameRun Asked(TestFrame frame)
        {
            ulong own = Seed.Derive(seed, frame.Token, 0, "driver");
            var plan = new DriverQuestion(_desk!, driver, driverOptions, Options.Controls, view).Ask(frame.Before, frame.Moment, own, cancellationToken);
            var run = plan.Failure.Length > 0 ? Failed(frame, plan.Failure, plan.Calls) : Judged(frame, plan.Poses, plan.Calls, Options.Compatibility, isHuman: false);
            return run with { SensorFrames = plan.Frames };
        }
    }

    /// <summary>The same plans from the same starts, judged under another compatibility: no driver is asked.</summary>
    /// <param name="run">A run of this test.</param>
    /// <param name="compatibility">Whose results.</param>
    public TestRun Again(TestRun run, Compatibility compatibility)
    {
        ArgumentNullException.ThrowIfNull(run);
        bool recorded = run.DriverCalls == 0;
        return run with { Compatibility = compatibility, StageOne = View(run.StageOne), StageTwo = [.. run.StageTwo.Select(View)] };

        ViewRun View(ViewRun view) => new(Once(view.Now), view.Previous is null ? null : Once(view.Previous));

        FrameRun Once(FrameRun frame) => frame.Score is null
            ? frame
            : Judged(frame.Frame, frame.Plan, frame.DriverCalls, compatibility, isHuman: recorded && IsLog) with { SensorFrames = frame.SensorFrames };
    }

    private TestFrame Ready => _now ?? throw new InvalidOperationException($"Nothing can be said: {NotApplicable}");

    private FrameRun Judged(TestFrame frame, IReadOnlyList<Pose2d> plan, int calls, Compatibility compatibility, bool isHuman)
    {
        Pose2d[] poses = [.. plan];
        var score = frame.Score(poses, Options, compatibility, isHuman);
        return new FrameRun
        {
            Frame = frame,
            Token = frame.Token,
            TimeUs = frame.Moment.TimeUs,
            StartPose = frame.Scene(compatibility).Ego.Pose,
            Start = frame.Start,
            Plan = plan,
            DriverCalls = calls,
            Score = score,
            Pdms = frame.Start is null && NoRoad.Length == 0 ? frame.ScorePdms(poses, compatibility) : null,
        };
    }

    private static FrameRun Failed(TestFrame frame, string reason, int calls) => new()
    {
        Frame = frame,
        Token = frame.Token,
        TimeUs = frame.Moment.TimeUs,
        StartPose = frame.Moment.Ego.Pose,
        Start = frame.Start,
        DriverCalls = calls,
        Failure = reason,
    };
}
