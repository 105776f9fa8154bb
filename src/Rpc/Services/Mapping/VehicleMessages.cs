namespace Sim.Rpc.Services;

/// <summary>Vehicles as messages. Exact to the bit. Thread-safe.</summary>
public static class VehicleMessages
{
    /// <summary>A vehicle as a message.</summary>
    public static Messages.Vehicle Of(VehicleSpec vehicle)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        var message = new Messages.Vehicle
        {
            Name = vehicle.Name,
            Class = Enums.ActorClass.To(vehicle.Class),
            LengthM = vehicle.LengthM,
            WidthM = vehicle.WidthM,
            HeightM = vehicle.HeightM,
            WheelbaseM = vehicle.WheelbaseM,
            RearOverhangM = vehicle.RearOverhangM,
            Model = Enums.VehicleModel.To(vehicle.Model),
            ParameterSet = vehicle.ParameterSet,
            MaxSteerRad = vehicle.MaxSteerRad,
            MaxSteerRateRps = vehicle.MaxSteerRateRps,
            MaxAccelMps2 = vehicle.MaxAccelMps2,
            MaxDecelMps2 = vehicle.MaxDecelMps2,
            MaxSpeedMps = vehicle.MaxSpeedMps,
            LatencyUs = vehicle.LatencyUs,
        };
        if (vehicle.FrictionCap is { } cap)
        {
            message.FrictionCap = cap;
        }

        return message;
    }

    /// <summary>A message as a vehicle.</summary>
    /// <param name="message">What a peer sent.</param>
    /// <param name="at">Path of the message, for errors.</param>
    /// <exception cref="InputException">A field is wrong; names it.</exception>
    public static VehicleSpec From(Messages.Vehicle? message, string at = "vehicle")
    {
        var m = Field.Needed(message, at, "");
        double length = Field.Positive(m.LengthM, at, "length_m");
        return new VehicleSpec
        {
            Name = Field.Text(m.Name, at, "name"),
            Class = Enums.ActorClass.From(m.Class, at, "class"),
            LengthM = length,
            WidthM = Field.Positive(m.WidthM, at, "width_m"),
            HeightM = Field.Positive(m.HeightM, at, "height_m"),
            WheelbaseM = Field.Positive(m.WheelbaseM, at, "wheelbase_m"),
            RearOverhangM = Field.Within(m.RearOverhangM, 0, length, at, "rear_overhang_m"),
            Model = Enums.VehicleModel.From(m.Model, at, "model"),
            ParameterSet = m.ParameterSet,
            MaxSteerRad = Field.Positive(m.MaxSteerRad, at, "max_steer_rad"),
            MaxSteerRateRps = Field.Positive(m.MaxSteerRateRps, at, "max_steer_rate_rps"),
            MaxAccelMps2 = Field.Positive(m.MaxAccelMps2, at, "max_accel_mps2"),
            MaxDecelMps2 = Field.Positive(m.MaxDecelMps2, at, "max_decel_mps2"),
            MaxSpeedMps = Field.Positive(m.MaxSpeedMps, at, "max_speed_mps"),
            FrictionCap = m.HasFrictionCap ? Field.Finite(m.FrictionCap, at, "friction_cap") : null,
            LatencyUs = Field.NotNegative(m.LatencyUs, at, "latency_us"),
        };
    }

    /// <summary>A box as a message.</summary>
    public static Messages.BodyBox Of(BodyBox body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new() { LengthM = body.LengthM, WidthM = body.WidthM, HeightM = body.HeightM, RearAxleToCentreM = body.RearAxleToCentreM };
    }

    /// <summary>A message as a box.</summary>
    /// <param name="message">What a peer sent.</param>
    /// <param name="at">Path of the message, for errors.</param>
    /// <exception cref="InputException">A field is wrong; names it.</exception>
    public static BodyBox From(Messages.BodyBox? message, string at)
    {
        var m = Field.Needed(message, at, "");
        return new(
            Field.Positive(m.LengthM, at, "length_m"),
            Field.Positive(m.WidthM, at, "width_m"),
            Field.Positive(m.HeightM, at, "height_m"),
            Field.Finite(m.RearAxleToCentreM, at, "rear_axle_to_centre_m"));
    }
}
