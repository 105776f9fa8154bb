namespace Sim.Plugins.Sumo;

/// <summary>Options of the simulator, docs/bridges/sumo.md. Immutable.</summary>
internal sealed record SumoOptions
{
    /// <summary>A SUMO network to use instead of a converted map; the scenario's map must have been read from it.</summary>
    public string? Network { get; init; }

    /// <summary>A route file with vehicles, trips and flows that SUMO adds.</summary>
    public string? Routes { get; init; }

    /// <summary>Vehicles an hour that SUMO adds at the borders of the map.</summary>
    public double VehiclesPerHour { get; init; }

    /// <summary>Width of SUMO's sublanes, m; 0: vehicles are points across the lane.</summary>
    public double LateralResolutionM { get; init; }

    /// <summary>How long a lane change takes, s.</summary>
    public double LaneChangeS { get; init; } = 4;

    /// <summary>Time for an answer.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for start and load, each.</summary>
    public TimeSpan StartDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often in a case a lost SUMO is started again.</summary>
    public int Restarts { get; init; } = 1;

    /// <summary>True: versions of TraCI that are not known to work are tried.</summary>
    public bool AnyVersion { get; init; }

    /// <summary>True: what the engine does not do of a storyboard is refused; false: it is left out.</summary>
    public bool IsStrict { get; init; } = true;

    /// <summary>Reads them.</summary>
    /// <exception cref="InputException">A wrong one.</exception>
    public static SumoOptions Read(Setting options)
    {
        var reader = new SettingReader(options, "the options of simulator 'sumo'");
        const long most = 86_400_000_000;
        var read = new SumoOptions
        {
            Network = reader.Text("network"),
            Routes = reader.Text("routes"),
            VehiclesPerHour = reader.Ratio("vehicles_per_hour", 0, 100_000) ?? 0,
            LateralResolutionM = reader.Length("lateral_resolution", 0, 10) ?? 0,
            LaneChangeS = (reader.Duration("lane_change", 0, 60_000_000) ?? 4_000_000) * 1e-6,
            Deadline = TimeSpan.FromMicroseconds(reader.Duration("deadline", 1_000, most) ?? 30_000_000),
            StartDeadline = TimeSpan.FromMicroseconds(reader.Duration("start_deadline", 1_000, most) ?? 60_000_000),
            Restarts = reader.Int("restarts", 0, 5) ?? 1,
            IsStrict = reader.Choice("unsupported", "error", "warn") != "warn",
            AnyVersion = reader.Bool("any_version") ?? false,
        };
        reader.Done();
        return read;
    }
}
