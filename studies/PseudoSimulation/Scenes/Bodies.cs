using Sim.Numerics;

namespace Sim.Studies.PseudoSimulation.Scenes;

/// <summary>Boxes of the other road users.</summary>
internal static class Bodies
{
    /// <summary>A person.</summary>
    public static BodyBox Pedestrian { get; } = new(0.6, 0.6, 1.75);

    /// <summary>A bicycle with its rider.</summary>
    public static BodyBox Bicycle { get; } = new(1.8, 0.6, 1.7);

    /// <summary>A passenger car of some size.</summary>
    public static BodyBox Car(RandomStream random)
    {
        double length = random.NextUniform(4.0, 5.2);
        return new BodyBox(length, 1.7 + 0.2 * (length - 4.0), 1.5, length / 2 - 0.9);
    }
}
