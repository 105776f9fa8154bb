namespace Sim.Plugins.CrashReports.Records;

/// <summary>Weather, light and surface of a crash. Plain data.</summary>
public sealed record EnvironmentRecord
{
    /// <summary>Weather; a set, in the order of <see cref="Records.Weather"/>.</summary>
    public Leaf<IReadOnlyList<Weather>> Weather { get; init; } = Leaf.Unknown<IReadOnlyList<Weather>>([]);

    /// <summary>Light.</summary>
    public Leaf<Lighting> Lighting { get; init; } = Leaf.Unknown(Records.Lighting.Unknown);

    /// <summary>Road surface.</summary>
    public Leaf<Surface> Surface { get; init; } = Leaf.Unknown(Records.Surface.Unknown);
}
