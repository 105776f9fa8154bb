using Sim.Geometry;

namespace Sim.Plugins.Criticality.Impact;

/// <summary>What a plastic collision does to those involved, with usual masses by kind of actor. Pure.</summary>
internal static class Severity
{
    /// <summary>A usual mass, kg. What does not move when it is hit counts as a million tonnes.</summary>
    public static double MassKg(ActorClass actor) => actor switch
    {
        ActorClass.Van => 2500,
        ActorClass.Truck or ActorClass.Bus => 12_000,
        ActorClass.Trailer => 5000,
        ActorClass.Emergency => 3500,
        ActorClass.Motorcycle => 300,
        ActorClass.Bicycle => 90,
        ActorClass.Pedestrian => 75,
        ActorClass.Animal => 50,
        ActorClass.Train => 100_000,
        ActorClass.StaticObject => 1e9,
        _ => 1500,
    };

    /// <summary>Change of the first one's velocity in a plastic collision, m/s.</summary>
    /// <param name="mass1">Mass of the one, kg.</param>
    /// <param name="mass2">Mass of the other, kg.</param>
    /// <param name="relative">Relative velocity at contact, m/s.</param>
    public static double DeltaVMps(double mass1, double mass2, Vector2d relative) => mass2 / (mass1 + mass2) * relative.Length;

    /// <summary>Kinetic energy that a plastic collision turns into damage, J.</summary>
    public static double EnergyLossJ(double mass1, double mass2, Vector2d relative) => 0.5 * mass1 * mass2 / (mass1 + mass2) * relative.LengthSquared;
}
