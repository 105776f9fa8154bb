namespace Sim.Plugins.Templates;

/// <summary>A target with its box.</summary>
/// <param name="Class">Kind of actor.</param>
/// <param name="Body">Its box.</param>
internal sealed record Target(ActorClass Class, BodyBox Body)
{
    /// <summary>Global Vehicle Target: 4.023 m by 1.712 m (specs §7.2).</summary>
    public static Target Car { get; } = new(ActorClass.Car, new BodyBox(4.023, 1.712, 1.427, 1.1));

    /// <summary>The large parked car of the obstructed families: 4.3 to 4.7 m by 1.75 to 1.9 m.</summary>
    public static Target LargeCar { get; } = new(ActorClass.ParkedVehicle, new BodyBox(4.5, 1.85, 1.7, 1.2));

    /// <summary>The small parked car of the obstructed families: 4.1 to 4.4 m.</summary>
    public static Target SmallCar { get; } = new(ActorClass.ParkedVehicle, new BodyBox(4.25, 1.75, 1.45, 1.15));

    /// <summary>Adult pedestrian, walking: stride 0.60 m, shoulders 0.50 m.</summary>
    public static Target Adult { get; } = new(ActorClass.Pedestrian, new BodyBox(0.6, 0.5, 1.8));

    /// <summary>Child of seven years, walking.</summary>
    public static Target Child { get; } = new(ActorClass.Pedestrian, new BodyBox(0.5, 0.4, 1.154));

    /// <summary>Bicyclist target.</summary>
    public static Target Cyclist { get; } = new(ActorClass.Bicycle, new BodyBox(1.89, 0.5, 1.865));

    /// <summary>Motorcyclist target.</summary>
    public static Target Motorcyclist { get; } = new(ActorClass.Motorcycle, new BodyBox(2.1, 0.8, 1.7));

    /// <summary>Deer.</summary>
    public static Target Deer { get; } = new(ActorClass.Animal, new BodyBox(1.6, 0.5, 1.3));

    /// <summary>Lost load.</summary>
    public static Target Debris { get; } = new(ActorClass.StaticObject, new BodyBox(0.8, 1.2, 0.6));

    /// <summary>Tree beside the road.</summary>
    public static Target Tree { get; } = new(ActorClass.StaticObject, new BodyBox(0.6, 0.6, 8));

    /// <summary>Half its length, m.</summary>
    public double HalfLengthM => Body.LengthM / 2;

    /// <summary>Half its width, m.</summary>
    public double HalfWidthM => Body.WidthM / 2;
}
