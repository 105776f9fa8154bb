namespace Sim.Plugins.PseudoSimulation.Planning;

/// <summary>Options of the driver <c>pdm-closed</c>.</summary>
public sealed record PdmClosedDriverOptions
{
    /// <summary>The planner's settings.</summary>
    public PdmClosedOptions Planner { get; init; } = new();

    /// <summary>Whose planner, <see cref="Compatibility.Sane"/> by default: the original brakes at the first step of each plan for nothing.</summary>
    public Compatibility Compatibility { get; init; } = Compatibility.Sane;

    /// <summary>Time from one plan to the next, µs; plans are made at steps only.</summary>
    public long ReplanUs { get; init; } = 100_000;

    /// <summary>
    /// Braking along the best proposal when even that is going to collide through the ego's fault, m/s²; 0: it is followed all the same, as the
    /// original does.
    /// </summary>
    public double EmergencyDecelMps2 { get; init; } = 8;

    /// <summary>
    /// True: the answer is the motion that was scored, which begins where the ego is. False: the bare proposal, which lies on its path from the
    /// start, as the original answers; the vehicle then has to get there.
    /// </summary>
    public bool FollowDriven { get; init; } = true;

    /// <summary>Reads and validates the options.</summary>
    /// <param name="options">The map beside <c>use: pdm-closed</c>.</param>
    /// <exception cref="InputException">A value is out of range, or a key is unknown.</exception>
    public static PdmClosedDriverOptions Read(Setting options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var reader = new SettingReader(options, "the options of driver 'pdm-closed'");
        // Beside NAVSIM's numbers: the road bends, others do not keep to their forecast, and oncoming traffic needs a longer look.
        var standard = new PdmClosedOptions { BendAccelMps2 = 2.5, MarginM = 0.2, RadiusM = 200 };
        var d = new PdmClosedDriverOptions();
        var result = new PdmClosedDriverOptions
        {
            Compatibility = reader.Choice("compat", "navsim-2.2", "sane") == "navsim-2.2" ? Compatibility.Navsim22 : d.Compatibility,
            ReplanUs = reader.Duration("replan", 1_000, 2_000_000) ?? d.ReplanUs,
            FollowDriven = reader.Choice("follow", "driven", "proposal") != "proposal",
            EmergencyDecelMps2 = reader.Acceleration("emergency_decel", 0, 20) ?? d.EmergencyDecelMps2,
            Planner = new PdmClosedOptions
            {
                SpeedFractions = Numbers(reader, "speed_fractions", Dimension.None, 0.01, 2) ?? standard.SpeedFractions,
                OffsetsM = Numbers(reader, "offsets", Dimension.Length, -5, 5) ?? standard.OffsetsM,
                SpeedLimitMps = reader.Speed("desired_speed", 0.1, 100),
                FallbackSpeedMps = reader.Speed("fallback_speed", 0.1, 100) ?? standard.FallbackSpeedMps,
                MinGapM = reader.Length("min_gap", 0.1, 50) ?? standard.MinGapM,
                HeadwayS = reader.Seconds("headway", 0, 10) ?? standard.HeadwayS,
                AccelMps2 = reader.Acceleration("max_accel", 0.1, 20) ?? standard.AccelMps2,
                DecelMps2 = reader.Acceleration("max_decel", 0.1, 20) ?? standard.DecelMps2,
                Exponent = reader.Ratio("exponent", 0.5, 20) ?? standard.Exponent,
                BendAccelMps2 = reader.Acceleration("bend_accel", 0.1, 20) ?? standard.BendAccelMps2,
                MarginM = reader.Length("margin", 0, 2) ?? standard.MarginM,
                RadiusM = reader.Length("radius", 10, 500) ?? standard.RadiusM,
            },
        };
        reader.Done();
        return result;
    }

    private static double[]? Numbers(SettingReader reader, string key, Dimension dimension, double min, double max)
    {
        if (reader.List(key) is not { } list)
        {
            return null;
        }

        if (list.Count is 0 or > 20)
        {
            throw reader.Required(key).Error($"'{key}' has {list.Count} values; write 1 to 20");
        }

        return [.. list.Select(item =>
        {
            var quantity = Quantity.Parse(item);
            // Zero needs no unit.
            return (quantity.Dimension == dimension || quantity.Si == 0) && quantity.Si >= min && quantity.Si <= max
                ? quantity.Si
                : throw item.Error($"'{key}' holds {quantity.Text}; write {(dimension == Dimension.Length ? "lengths" : "plain numbers")} from {min} to {max}");
        })];
    }
}
