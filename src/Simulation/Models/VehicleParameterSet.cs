namespace Sim.Simulation.Models;

/// <summary>
/// The part of CommonRoad's vehicle parameters that KS and ST use, in SI units: sets 1 Ford Escort, 2 BMW 320i, 3 VW Vanagon, 4 semi-trailer
/// truck (kinematic only). Immutable.
/// </summary>
public sealed record VehicleParameterSet
{
    /// <summary>Number of the set, 1 to 4.</summary>
    public required int Number { get; init; }

    /// <summary>Length of the body, m.</summary>
    public required double LengthM { get; init; }

    /// <summary>Width of the body, m.</summary>
    public required double WidthM { get; init; }

    /// <summary>Centre of mass to front axle, m.</summary>
    public required double FrontAxleM { get; init; }

    /// <summary>Centre of mass to rear axle, m.</summary>
    public required double RearAxleM { get; init; }

    /// <summary>Distance between the axles, m.</summary>
    public double WheelbaseM => FrontAxleM + RearAxleM;

    /// <summary>Smallest front wheel angle, rad.</summary>
    public required double SteerMinRad { get; init; }

    /// <summary>Largest front wheel angle, rad.</summary>
    public required double SteerMaxRad { get; init; }

    /// <summary>Smallest rate of that angle, rad/s.</summary>
    public required double SteerRateMinRps { get; init; }

    /// <summary>Largest rate of that angle, rad/s.</summary>
    public required double SteerRateMaxRps { get; init; }

    /// <summary>Smallest speed, m/s, negative: reverse.</summary>
    public required double MinSpeedMps { get; init; }

    /// <summary>Largest speed, m/s.</summary>
    public required double MaxSpeedMps { get; init; }

    /// <summary>Speed above which drive power limits the acceleration, m/s.</summary>
    public required double SwitchSpeedMps { get; init; }

    /// <summary>Largest acceleration and deceleration, m/s²; 11.5 in all sets, which no road gives: use a friction cap.</summary>
    public required double MaxAccelMps2 { get; init; }

    /// <summary>Mass, kg; 0 where the set has no dynamics.</summary>
    public double MassKg { get; init; }

    /// <summary>Yaw inertia, kg m²; 0 where the set has no dynamics.</summary>
    public double YawInertiaKgM2 { get; init; }

    /// <summary>Height of the sprung mass, m; 0 where the set has no dynamics.</summary>
    public double SprungHeightM { get; init; }

    /// <summary>Lateral friction coefficient of the tyres (p_dy1); 0 where the set has no dynamics.</summary>
    public double TyreFriction { get; init; }

    /// <summary>Cornering stiffness of the tyres per load and friction (-p_ky1 / p_dy1), 1/rad; 0 where the set has no dynamics.</summary>
    public double TyreStiffness { get; init; }

    /// <summary>True when the set has what ST needs.</summary>
    public bool HasDynamics => MassKg > 0.0;

    /// <summary>Set 1, Ford Escort.</summary>
    public static VehicleParameterSet FordEscort { get; } = new()
    {
        Number = 1,
        LengthM = 4.298,
        WidthM = 1.674,
        FrontAxleM = 0.88392,
        RearAxleM = 1.50876,
        SteerMinRad = -0.91,
        SteerMaxRad = 0.91,
        SteerRateMinRps = -0.4,
        SteerRateMaxRps = 0.4,
        MinSpeedMps = -13.9,
        MaxSpeedMps = 45.8,
        SwitchSpeedMps = 4.755,
        MaxAccelMps2 = 11.5,
        MassKg = 1225.8878467253344,
        YawInertiaKgM2 = 1538.8533713561394,
        SprungHeightM = 0.59436,
        TyreFriction = 1.0489,
        TyreStiffness = 21.92 / 1.0489,
    };

    /// <summary>Set 2, BMW 320i.</summary>
    public static VehicleParameterSet Bmw320i { get; } = new()
    {
        Number = 2,
        LengthM = 4.508,
        WidthM = 1.61,
        FrontAxleM = 1.1561957064,
        RearAxleM = 1.4227170936,
        SteerMinRad = -1.066,
        SteerMaxRad = 1.066,
        SteerRateMinRps = -0.4,
        SteerRateMaxRps = 0.4,
        MinSpeedMps = -13.6,
        MaxSpeedMps = 50.8,
        SwitchSpeedMps = 7.319,
        MaxAccelMps2 = 11.5,
        MassKg = 1093.2952334674046,
        YawInertiaKgM2 = 1791.5995300122856,
        SprungHeightM = 0.61373004,
        TyreFriction = 1.0489,
        TyreStiffness = 21.92 / 1.0489,
    };

    /// <summary>Set 3, VW Vanagon.</summary>
    public static VehicleParameterSet VwVanagon { get; } = new()
    {
        Number = 3,
        LengthM = 4.569,
        WidthM = 1.844,
        FrontAxleM = 1.1507916024,
        RearAxleM = 1.3211363976000001,
        SteerMinRad = -1.023,
        SteerMaxRad = 1.023,
        SteerRateMinRps = -0.4,
        SteerRateMaxRps = 0.4,
        MinSpeedMps = -11.2,
        MaxSpeedMps = 41.7,
        SwitchSpeedMps = 7.824,
        MaxAccelMps2 = 11.5,
        MassKg = 1478.8979637767998,
        YawInertiaKgM2 = 2473.1176915564442,
        SprungHeightM = 0.804490644,
        TyreFriction = 1.0489,
        TyreStiffness = 21.92 / 1.0489,
    };

    /// <summary>Set 4, the tractor of a semi-trailer truck; kinematic models only.</summary>
    public static VehicleParameterSet SemiTrailerTruck { get; } = new()
    {
        Number = 4,
        LengthM = 5.1,
        WidthM = 2.55,
        FrontAxleM = 1.8,
        RearAxleM = 1.8,
        SteerMinRad = -0.55,
        SteerMaxRad = 0.55,
        SteerRateMinRps = -0.7103,
        SteerRateMaxRps = 0.7103,
        MinSpeedMps = -2.78,
        MaxSpeedMps = 22.22,
        SwitchSpeedMps = 7.824,
        MaxAccelMps2 = 11.5,
    };

    /// <summary>The set with a number.</summary>
    /// <param name="number">1 to 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such set.</exception>
    public static VehicleParameterSet Get(int number) => number switch
    {
        1 => FordEscort,
        2 => Bmw320i,
        3 => VwVanagon,
        4 => SemiTrailerTruck,
        _ => throw new ArgumentOutOfRangeException(nameof(number), number, "CommonRoad's vehicle parameter sets are 1 to 4."),
    };
}
