namespace Sim.Simulation.Engine;

/// <summary>The vehicle of an actor that names none: the sedan's limits on the actor's own box.</summary>
internal static class DefaultVehicle
{
    /// <summary>The share of the sedan's length that its wheelbase takes.</summary>
    private static readonly double WheelbaseShare = VehicleSpec.Sedan.WheelbaseM / VehicleSpec.Sedan.LengthM;

    public static VehicleSpec For(Actor actor) => VehicleSpec.Sedan with
    {
        Name = "default",
        Class = actor.Class,
        LengthM = actor.Body.LengthM,
        WidthM = actor.Body.WidthM,
        HeightM = actor.Body.HeightM,
        WheelbaseM = WheelbaseShare * actor.Body.LengthM,
        RearOverhangM = actor.Body.LengthM / 2 - actor.Body.RearAxleToCentreM,
    };
}
