using Sim.Plugins.PseudoSimulation.Driving;
using Sim.Plugins.PseudoSimulation.Recordings;
using Sim.Plugins.PseudoSimulation.Stages;
using Sim.Plugins.PseudoSimulation.Stages.Aggregation;

namespace Sim.Plugins.PseudoSimulation;

/// <summary>Options of pseudo-simulation (docs/pseudo-simulation.md). Immutable.</summary>
public sealed record PseudoSimulationOptions
{
    /// <summary>Whose results.</summary>
    public Compatibility Compatibility { get; init; } = Compatibility.Navsim22;

    /// <summary>How t0 is chosen.</summary>
    public StartTime Start { get; init; } = StartTime.First;

    /// <summary>1, or 2: the driver is also asked at starts around the expert's pose four seconds later.</summary>
    public int Stages { get; init; } = 1;

    /// <summary>Whose plan is judged; <see cref="PlanSource.Driver"/> with two stages.</summary>
    public PlanSource Plan { get; init; } = PlanSource.Recorded;

    /// <summary>How everybody else moves.</summary>
    public TrafficRule Traffic { get; init; } = TrafficRule.Idm;

    /// <summary>Whether a plan is excused for what the recorded human did wrong, where there is one.</summary>
    public bool HumanFilter { get; init; } = true;

    /// <summary>1, or 2: the frame half a second earlier is judged too, for extended comfort.</summary>
    public int Frames { get; init; } = 2;

    /// <summary>0 to 3: how many moments before the present, each half a second apart, the driver is shown first; its answers to them count for nothing.</summary>
    public int ShownHistory { get; init; }

    /// <summary>Sensor that renders a frame for each question, with its options; null for none: drivers see objects only.</summary>
    public ModuleUse? Sensor { get; init; }

    /// <summary>How controls become a plan.</summary>
    public ControlsRule Controls { get; init; } = ControlsRule.Rollout;

    /// <summary>Starts of stage two.</summary>
    public StageTwoOptions StageTwo { get; init; } = new();

    /// <summary>Variance of the proximity weights, m², 0.001 to 100.</summary>
    public double SigmaSquaredM2 { get; init; } = 0.1;

    /// <summary>From where proximity is measured.</summary>
    public EndPointDefinition EndPoint { get; init; } = EndPointDefinition.SubmittedPlan;

    /// <summary>How results are put together.</summary>
    internal AggregationOptions Aggregation => new() { SigmaSquaredM2 = SigmaSquaredM2, EndPoint = EndPoint, Compatibility = Compatibility };

    /// <summary>Reads the options of the assessor.</summary>
    /// <exception cref="InputException">An unknown key, a value out of range, or values that exclude each other; names the place.</exception>
    public static PseudoSimulationOptions From(Setting settings)
    {
        var reader = new SettingReader(settings, "the options of assessor 'pseudo-simulation'");
        var d = new PseudoSimulationOptions();
        int stages = reader.Int("stages", 1, 2) ?? d.Stages;
        var plan = reader.Choice<PlanSource>("plan");
        if (stages == 2 && plan == PlanSource.Recorded)
        {
            throw reader.Required("plan").Error("'plan' is 'recorded', but stage two asks a driver; write plan: driver, or stages: 1");
        }

        var sensor = SensorFrom(reader);
        if (sensor is not null && stages == 1 && plan != PlanSource.Driver)
        {
            throw reader.Required("sensor").Error($"'sensor' is '{sensor.Name}', but the recorded motion is judged and no driver is asked; write plan: driver, or leave the sensor out");
        }

        var options = new PseudoSimulationOptions
        {
            Compatibility = reader.Choice("compat", "navsim-2.2", "sane") == "sane" ? Compatibility.Sane : Compatibility.Navsim22,
            Start = reader.Optional("t0") is { } t0 ? StartTime.Parse(t0) : d.Start,
            Stages = stages,
            Plan = plan ?? (stages == 2 ? PlanSource.Driver : d.Plan),
            Traffic = reader.Choice<TrafficRule>("traffic") ?? d.Traffic,
            HumanFilter = reader.Bool("human_filter") ?? d.HumanFilter,
            Frames = reader.Int("frames", 1, 2) ?? d.Frames,
            ShownHistory = reader.Int("shown_history", 0, 3) ?? d.ShownHistory,
            Sensor = sensor,
            Controls = reader.Choice<ControlsRule>("controls") ?? d.Controls,
            SigmaSquaredM2 = reader.Ratio("sigma_squared", 0.001, 100) ?? d.SigmaSquaredM2,
            EndPoint = reader.Choice("end_point", "submitted", "simulated") == "simulated" ? EndPointDefinition.SimulatedEnd : EndPointDefinition.SubmittedPlan,
            StageTwo = StageTwoFrom(reader, d.StageTwo),
        };
        reader.Done();
        return options;
    }

    private static ModuleUse? SensorFrom(SettingReader outer)
    {
        if (outer.Optional("sensor") is not { } value)
        {
            return null;
        }

        var use = value.Kind == SettingKind.Map ? value.Find("use") : value;
        if (use is not { Kind: SettingKind.Scalar, Text.Length: > 0 })
        {
            throw (use ?? value).Error($"'sensor' is {SettingReader.Describe(value)}; write sensor: NAME, or sensor: {{ use: NAME, key: value }}");
        }

        // Errors about the sensor are about its name.
        return new ModuleUse(use.Text, Setting.Empty with
        {
            Entries = [.. value.Entries.Where(e => e.Key != "use")],
            File = use.File,
            Line = use.Line,
            Column = use.Column,
        });
    }

    private static StageTwoOptions StageTwoFrom(SettingReader outer, StageTwoOptions d)
    {
        if (outer.Optional("starts") is not { } map)
        {
            return d;
        }

        var reader = new SettingReader(map, "'starts' of assessor 'pseudo-simulation'");
        var options = new StageTwoOptions
        {
            Expert = reader.Choice<Expert>("expert") ?? d.Expert,
            LateralStepM = reader.Length("lateral_step", 0.1, 5) ?? d.LateralStepM,
            LateralReachM = reader.Length("lateral_reach", 0, 10) ?? d.LateralReachM,
            LongitudinalStepM = reader.Length("longitudinal_step", 0.5, 50) ?? d.LongitudinalStepM,
            MaxAccelMps2 = reader.Acceleration("max_accel", 0.5, 10) ?? d.MaxAccelMps2,
            HistoryReachM = reader.Length("history_reach", 0, 50) ?? d.HistoryReachM,
            SpeedLimitMps = reader.Speed("speed_limit", 0, 100) ?? d.SpeedLimitMps,
            AccelLimitMps2 = reader.Acceleration("accel_limit", 0, 100) ?? d.AccelLimitMps2,
            HeadingLimitRad = reader.Angle("heading_limit", 0, Math.PI) ?? d.HeadingLimitRad,
            MinStarts = reader.Int("min", 1, 1000) ?? d.MinStarts,
            MaxStarts = reader.Int("max", 1, 1000) ?? d.MaxStarts,
            Share = reader.Ratio("share", 0.01, 1) ?? d.Share,
        };
        reader.Done();
        return options;
    }

    /// <summary>A compatibility as suites write it.</summary>
    internal static string Word(Compatibility compatibility) => compatibility == Compatibility.Sane ? "sane" : "navsim-2.2";
}
