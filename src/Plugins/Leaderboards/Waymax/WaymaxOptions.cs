namespace Sim.Plugins.Leaderboards;

/// <summary>Constants of Waymax's metrics; the defaults are its own (docs/leaderboards.md). SI.</summary>
public sealed record WaymaxOptions
{
    /// <summary>Distance of samples, µs (Waymax steps at 10 Hz).</summary>
    public long SampleUs { get; init; } = 100_000;

    /// <summary>Nearer than this to a way that the ego could have taken it is not going wrong, m.</summary>
    public double WrongWayM { get; init; } = 3.5;

    /// <summary>Further than this from the route the ego is off it, m.</summary>
    public double OffRouteM { get; init; } = 5;

    /// <summary>So much nearer to another way than to the route it is off it, m.</summary>
    public double OffRouteRelativeM { get; init; } = 2;

    /// <summary>Largest feasible change of speed, m/s².</summary>
    public double MaxAccelMps2 { get; init; } = 10.4;

    /// <summary>Largest feasible curvature, 1/m.</summary>
    public double MaxCurvature { get; init; } = 0.3;

    /// <summary>Reads the options.</summary>
    /// <exception cref="InputException">An unknown key or a value out of range; names the place.</exception>
    public static WaymaxOptions From(Setting settings)
    {
        var reader = new SettingReader(settings, "the options of assessor 'waymax'");
        var d = new WaymaxOptions();
        var options = new WaymaxOptions
        {
            SampleUs = reader.Duration("sample", 10_000, 1_000_000) ?? d.SampleUs,
            WrongWayM = reader.Length("wrong_way", 0, 100) ?? d.WrongWayM,
            OffRouteM = reader.Length("off_route", 0, 100) ?? d.OffRouteM,
            OffRouteRelativeM = reader.Length("off_route_relative", 0, 100) ?? d.OffRouteRelativeM,
            MaxAccelMps2 = reader.Acceleration("max_accel", 0.1, 100) ?? d.MaxAccelMps2,
            MaxCurvature = reader.Ratio("max_curvature", 0.001, 10) ?? d.MaxCurvature,
        };
        reader.Done();
        return options;
    }
}
