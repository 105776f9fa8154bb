namespace Sim;

/// <summary>A vehicle: dimensions, axles, limits, model. What a vehicle YAML file holds.</summary>
public sealed record VehicleSpec
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Kind of actor.</summary>
    public ActorClass Class { get; init; } = ActorClass.Car;

    /// <summary>Length, m, positive.</summary>
    public required double LengthM { get; init; }

    /// <summary>Width, m, positive.</summary>
    public required double WidthM { get; init; }

    /// <summary>Height, m, positive.</summary>
    public double HeightM { get; init; } = 1.5;

    /// <summary>Distance between the axles, m, positive.</summary>
    public required double WheelbaseM { get; init; }

    /// <summary>Distance from the rear bumper to the rear axle, m, 0 to length.</summary>
    public required double RearOverhangM { get; init; }

    /// <summary>Equations of motion.</summary>
    public VehicleModel Model { get; init; } = VehicleModel.KinematicBicycle;

    /// <summary>CommonRoad parameter set 1 to 4 for the models Ks and St; ignored by the bicycle.</summary>
    public int ParameterSet { get; init; } = 2;

    /// <summary>Largest steering angle of the front wheels, rad, positive.</summary>
    public double MaxSteerRad { get; init; } = 0.6;

    /// <summary>Largest steering rate, rad/s, positive.</summary>
    public double MaxSteerRateRps { get; init; } = 0.6;

    /// <summary>Largest acceleration, m/s², positive.</summary>
    public double MaxAccelMps2 { get; init; } = 4.0;

    /// <summary>Largest deceleration, m/s², positive.</summary>
    public double MaxDecelMps2 { get; init; } = 8.0;

    /// <summary>Largest speed, m/s, positive.</summary>
    public double MaxSpeedMps { get; init; } = 60.0;

    /// <summary>Cap on the total acceleration as a share of g, or null for none: sqrt(ax² + ay²) never exceeds it times 9.81 m/s².</summary>
    public double? FrictionCap { get; init; }

    /// <summary>Delay between a driver's answer and its effect, µs, not negative; rounded up to whole steps.</summary>
    public long LatencyUs { get; init; }

    /// <summary>Distance from the rear axle forward to the box's centre, m.</summary>
    public double RearAxleToCentreM => LengthM / 2 - RearOverhangM;

    /// <summary>The box of this vehicle.</summary>
    public BodyBox ToBody() => new(LengthM, WidthM, HeightM, RearAxleToCentreM);

    /// <summary>A mid-size sedan, the default ego: 4.508 m by 1.61 m, CommonRoad's vehicle 2 in size.</summary>
    public static VehicleSpec Sedan { get; } = new()
    {
        Name = "sedan",
        LengthM = 4.508,
        WidthM = 1.61,
        HeightM = 1.45,
        WheelbaseM = 2.578,
        RearOverhangM = 0.9,
    };
}
