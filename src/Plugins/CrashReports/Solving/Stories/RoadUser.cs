using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Solving.Stories;

/// <summary>The size and the abilities of a kind of road user (docs/crash-reports/solving.md). Immutable.</summary>
/// <param name="Class">Kind of actor in the scenario.</param>
/// <param name="Body">Its box.</param>
/// <param name="AccelMps2">How hard it usually starts, m/s².</param>
/// <param name="LateralMps2">Lateral acceleration at which it takes bends, m/s².</param>
/// <param name="CruiseMps">Its usual speed where neither text nor road says one, m/s.</param>
/// <param name="IsVehicle">False for walkers and animals, which turn on the spot and need no road.</param>
internal sealed record RoadUser(ActorClass Class, BodyBox Body, double AccelMps2, double LateralMps2, double CruiseMps, bool IsVehicle)
{
    /// <summary>The road user of a record's type; an unknown type counts as a car.</summary>
    public static RoadUser Of(ActorType type) => type switch
    {
        ActorType.Suv => new(ActorClass.Car, new BodyBox(4.8, 1.95, 1.75, 1.4), 1.5, 2.5, 13.4, true),
        ActorType.Pickup => new(ActorClass.Van, new BodyBox(5.6, 2.0, 1.85, 1.6), 1.5, 2.5, 13.4, true),
        ActorType.Van => new(ActorClass.Van, new BodyBox(5.1, 1.98, 1.85, 1.5), 1.5, 2.5, 13.4, true),
        ActorType.Truck => new(ActorClass.Truck, new BodyBox(9.5, 2.5, 3.6, 2.9), 1.1, 2.0, 13.4, true),
        ActorType.Bus => new(ActorClass.Bus, new BodyBox(11.5, 2.5, 3.2, 3.2), 1.1, 2.0, 12.0, true),
        ActorType.Motorcycle => new(ActorClass.Motorcycle, new BodyBox(2.2, 0.8, 1.4, 0.7), 2.0, 3.0, 13.4, true),
        ActorType.Bicycle => new(ActorClass.Bicycle, new BodyBox(1.8, 0.6, 1.7, 0.5), 0.8, 2.0, 4.5, true),
        ActorType.Pedestrian => new(ActorClass.Pedestrian, new BodyBox(0.5, 0.6, 1.75), 1.0, 2.0, 1.4, false),
        ActorType.Animal => new(ActorClass.Animal, new BodyBox(1.6, 0.6, 1.2), 2.0, 3.0, 4.0, false),
        ActorType.Train => new(ActorClass.Train, new BodyBox(25, 2.8, 3.8), 0.5, 1.0, 15.0, true),
        ActorType.OtherVehicle => new(ActorClass.Unknown, new BodyBox(5.0, 2.2, 2.5, 1.2), 1.0, 2.0, 7.0, true),
        _ => new(ActorClass.Car, new BodyBox(4.6, 1.85, 1.5, 1.35), 1.5, 2.5, 13.4, true),
    };

    /// <summary>Length of a heavy truck with its trailer, m.</summary>
    public const double TrailerTruckLengthM = 16.5;

    /// <summary>This truck with a trailer behind it, taken as one box.</summary>
    public RoadUser WithTrailer() => this with { Body = Body with { LengthM = TrailerTruckLengthM, RearAxleToCentreM = 4.5 } };
}
