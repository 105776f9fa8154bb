namespace Sim.Simulation.Engine;

/// <summary>The vehicle of an actor that names none: the sedan's limits on the actor's own box.</summary>
internal static class DefaultVehicle
{
    /// <summary>The share of the sedan's length that its wheelbase takes.</summary>
    private static readonly double WheelbaseShare = VehicleSpec.Sedan.WheelbaseM / VehicleSpec.Sedan.LengthM;

    public static VehicleSpec For(Actor actor) => For(actor.Class, actor.Body);

    public static VehicleSpec For(ActorClass actorClass, BodyBox body) => VehicleSpec.Sedan with
    {
        Name = "default",
        Class = actorClass,
        LengthM = body.LengthM,
        WidthM = body.WidthM,
        HeightM = body.HeightM,
        WheelbaseM = WheelbaseShare * body.LengthM,
        RearOverhangM = body.LengthM / 2 - body.RearAxleToCentreM,
    };
}
