using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Rpc;

/// <summary>Values drawn from a seed, with every awkward number among them. Not thread-safe.</summary>
internal sealed class Drawn(ulong seed)
{
    private static readonly double[] Awkward =
        [0, -0.0, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, 0.1, 1.0 / 3, Math.PI, 2.2250738585072014e-308, 9007199254740993, -1e-300];

    private readonly RandomStream _random = new(seed);

    public double Number() => _random.NextInt(3) == 0 ? Awkward[_random.NextInt(Awkward.Length)] : _random.NextUniform(-1e4, 1e4);

    public double Positive() => Math.Abs(Number()) is > 0 and var p ? p : 1;

    public bool Flag() => _random.NextInt(2) == 0;

    public int Count(int bound) => _random.NextInt(bound);

    public string Word() => _random.NextInt(8) switch
    {
        0 => "x",
        1 => "Straße 7",
        2 => "\U0001F697\"\\\n",
        3 => new string('a', 200),
        _ => $"w{_random.NextInt(100_000)}",
    };

    public string Text() => Flag() ? "" : Word();

    public T Member<T>()
        where T : struct, Enum => Enum.GetValues<T>()[_random.NextInt(Enum.GetValues<T>().Length)];

    public T[] List<T>(int bound, Func<T> item) => [.. Enumerable.Range(0, _random.NextInt(bound)).Select(_ => item())];

    public double? Maybe() => Flag() ? Number() : null;

    public Vector2d Point() => new(Number(), Number());

    public Vector2d[] Points(int count) => [.. Enumerable.Range(0, count).Select(_ => new Vector2d(_random.NextUniform(-1e3, 1e3), Flag() ? -0.0 : _random.NextUniform(-1e3, 1e3)))];

    public Polygon Area() => new(Points(3 + Count(4)));

    public ActorState State() => new(Number(), Number(), Number(), Number(), Number(), Number(), Number(), Number());

    public Lane Lane(string id)
    {
        int points = 2 + Count(4);
        return new Lane
        {
            Id = id,
            Type = Member<LaneType>(),
            Bidirectional = Flag(),
            Left = new(Points(points)),
            Right = new(Points(points)),
            Centre = new(Points(points)),
            ElevationM = Flag() ? null : [.. Enumerable.Range(0, points).Select(_ => Number())],
            SuperelevationRad = Flag() ? null : [.. Enumerable.Range(0, points).Select(_ => Number())],
            SpeedLimitMps = Maybe(),
            Predecessors = List(3, Word),
            Successors = List(3, Word),
            LeftNeighbour = Flag() ? null : new(Word(), Flag()),
            RightNeighbour = Flag() ? null : new(Word(), Flag()),
            JunctionId = Flag() ? null : Word(),
            LeftMarking = Member<LaneMarking>(),
            RightMarking = Member<LaneMarking>(),
            Users = List(3, Member<ActorClass>),
            SignalIds = List(3, Word),
            StopLineId = Flag() ? null : Word(),
        };
    }

    public RoadMap Map() => new()
    {
        Name = Text(),
        Origin = Flag() ? null : new(Flag() ? -0.0 : _random.NextUniform(-90, 90), _random.NextUniform(-180, 180), Text()),
        Lanes = [.. Enumerable.Range(0, Count(5)).Select(i => Lane($"lane {i}"))],
        Junctions = List(3, () => new Junction(Word(), List(3, Word), List(3, Word), Text())),
        Crosswalks = List(3, () => new Crosswalk(Word(), Area())),
        Areas = List(3, () => new MapArea(Word(), Member<MapAreaKind>(), Area())),
        Signals = List(4, () => new MapSignal
        {
            Id = Word(),
            Kind = Member<MapSignalKind>(),
            Code = Text(),
            Subtype = Text(),
            Country = Text(),
            Value = Maybe(),
            Pose = Flag() ? null : new(Number(), Number(), Number()),
            HeightM = Number(),
            Cycle = List(4, () => new SignalPhase(Member<SignalState>(), 1 + Count(1_000_000))),
            CycleOffsetUs = Count(1_000_000),
        }),
        StopLines = List(3, () => new StopLine(Word(), Point(), Point(), List(3, Word))),
        Licence = Text(),
    };

    public VehicleSpec Vehicle()
    {
        double length = Positive();
        return new VehicleSpec
        {
            Name = Text(),
            Class = Member<ActorClass>(),
            LengthM = length,
            WidthM = Positive(),
            HeightM = Positive(),
            WheelbaseM = Positive(),
            RearOverhangM = Flag() ? 0 : length / 4,
            Model = Member<VehicleModel>(),
            ParameterSet = Count(5),
            MaxSteerRad = Positive(),
            MaxSteerRateRps = Positive(),
            MaxAccelMps2 = Positive(),
            MaxDecelMps2 = Positive(),
            MaxSpeedMps = Positive(),
            FrictionCap = Maybe(),
            LatencyUs = Count(1_000_000),
        };
    }

    public Interval? Interval()
    {
        double a = Number();
        double b = Number();
        return Flag() ? null : a <= b ? new(a, b) : new(b, a);
    }

    public EgoTask Task() => new()
    {
        Goals = List(3, () => new GoalRegion { Areas = List(3, Area), LaneIds = List(3, Word), TimeUs = Interval(), SpeedMps = Interval(), HeadingRad = Interval() }),
        Route = List(4, Word),
        DesiredSpeedMps = Maybe(),
    };

    public WorldEnvironment Environment() => new()
    {
        Friction = Flag() ? 1 : _random.NextUniform(0, 1.5),
        RainMmph = Flag() ? 0 : Positive(),
        FogVisibilityM = Flag() ? null : Positive(),
        Light = Flag() ? "night" : "day",
        Odd = Ordered.Copy(List(4, () => KeyValuePair.Create(Word(), Text()))),
    };

    public DriverTask DriverTask()
    {
        var actors = Enumerable.Range(0, 1 + Count(5)).Select(_ => new ActorInfo(Word(), Member<ActorClass>(), new BodyBox(Positive(), Positive(), Positive(), Number()))).ToList();
        long time = -3;
        return new DriverTask
        {
            Scenario = Text(),
            Map = Map(),
            StepUs = 1 + Count(1_000_000),
            HorizonUs = Count(100_000_000),
            Actors = actors,
            EgoIndex = Count(actors.Count),
            Vehicle = Vehicle(),
            Task = Task(),
            Environment = Environment(),
            EgoLog = List(5, () => new TimedState(time += 1 + Count(9), State())),
            Seed = _random.NextUInt64(),
        };
    }

    public Observation Observation(DriverTask task)
    {
        int step = Count(1000);
        return new Observation
        {
            Step = step,
            TimeUs = step * task.StepUs,
            Ego = State(),
            Others = Enumerable.Range(0, task.Actors.Count).Where(i => i != task.EgoIndex && Flag()).Select(i => new ObservedActor(i, State())).ToArray(),
            Signals = List(4, () => new ObservedSignal(Word(), Member<SignalState>())),
            Frames = List(3, Frame),
        };
    }

    public DriverAnswer Answer()
    {
        long time = -5;
        DriverDebug? debug = Flag() ? null : new()
        {
            Signals = [.. Enumerable.Range(0, Count(3)).Select(i => new DebugSignal($"s{i}", Number()))],
            Texts = [.. Enumerable.Range(0, Count(3)).Select(i => new DebugText($"t{i}", "hello"))],
            Candidates = [.. Enumerable.Range(0, Count(3)).Select(i => new DebugPlan($"c{i}", Plan(ref time), Maybe()))],
        };
        return (Flag() ? DriverAnswer.FromControls(Number(), Number()) : DriverAnswer.FromPlan(Plan(ref time))) with { Debug = debug };
    }

    public Frame Frame()
    {
        var q = Enumerable.Range(0, 4).Select(_ => _random.NextNormal()).ToArray();
        double norm = Math.Sqrt(q.Sum(v => v * v));
        long start = Count(1_000_000);
        return new Frame
        {
            Sensor = Word(),
            Kind = Member<FrameKind>(),
            StartUs = start,
            EndUs = start + Count(50_000),
            PoseWorld = [Number(), Number(), Number(), .. q.Select(v => v / norm)],
            Width = Count(4000),
            Height = Count(4000),
            Encoding = Word(),
            Data = Enumerable.Range(0, Count(100)).Select(_ => (byte)Count(256)).ToArray(),
        };
    }

    public GuardInput GuardInput()
    {
        int rows = Count(4);
        int columns = Count(4);
        bool activations = Flag();
        return new GuardInput
        {
            Frame = Flag() ? null : Frame(),
            Activations = activations ? Enumerable.Range(0, rows * columns).Select(i => i % 3 == 0 ? -0f : (float)_random.NextNormal()).ToArray() : default,
            Shape = activations ? [rows, columns] : [],
            Options = Options(0),
        };
    }

    public Setting Options(int depth) => Setting.Map(Enumerable.Range(0, Count(4)).Select(i => ($"{Word()} {i}", Option(depth))));

    public Assessment Assessment() => new()
    {
        Assessor = Word(),
        Version = Text(),
        Metrics = [.. Enumerable.Range(0, Count(5)).Select(i => new Metric
        {
            Name = $"metric.{i}",
            Unit = Text(),
            Worse = Member<WorseDirection>(),
            Version = Count(9),
            Value = Measured(),
            SecondReading = Flag() ? Measured() : null,
            CriticalAt = Maybe(),
            Series = List(4, () => new MetricSample(Count(99), Number())),
        })],
        Evidence = List(4, () => new Evidence(Text(), Flag() ? null : Count(99_999), List(3, Word))),
        Severity = Maybe(),
        LeadingMetric = Flag() ? null : Word(),
        ElevatedMetrics = Count(9),
        Counterfactuals = [.. Enumerable.Range(0, Count(4)).Select(i => new Counterfactual
        {
            Model = $"model-{i}",
            Outcome = Member<CounterfactualOutcome>(),
            Reason = Text(),
            Other = Flag() ? null : Word(),
            AlarmTimeUs = Flag() ? null : Count(99_999),
            ReactionTimeUs = Flag() ? null : Count(99_999),
            ImpactTimeUs = Flag() ? null : Count(99_999),
            ImpactSpeedMps = Maybe(),
            BandRuns = 9,
            BandAvoids = Count(9),
            Assumptions = List(3, Text),
        })],
    };

    private Measured<double> Measured()
    {
        var state = Member<MeasuredState>();
        return new Measured<double>
        {
            State = state,
            Value = state == MeasuredState.Value ? Number() : null,
            Reason = Text(),
            WorstTimeUs = Flag() ? null : Count(99_999),
            Actors = List(3, Word),
            Inputs = List(3, () => new MetricInput(Text(), Number(), Text())),
        };
    }

    private Setting Option(int depth) => Count(depth > 3 ? 6 : 8) switch
    {
        0 => new Setting { Kind = SettingKind.Null },
        1 => Setting.Scalar(Flag() ? "true" : "false"),
        2 => Setting.Scalar(Flag() ? "1.50" : "-0"),
        3 => Setting.Scalar(Flag() ? "007" : "12.5 m"),
        4 => Setting.Scalar(Flag() ? "null" : "1e999"),
        5 => Setting.Scalar(Word()),
        6 => new Setting { Kind = SettingKind.List, Items = List(3, () => Option(depth + 1)) },
        _ => Options(depth + 1),
    };

    private PlanPoint[] Plan(ref long time)
    {
        var points = new PlanPoint[2 + Count(4)];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = new(time += 1 + Count(99_999), Number(), Number(), Number(), Number());
        }

        return points;
    }
}
