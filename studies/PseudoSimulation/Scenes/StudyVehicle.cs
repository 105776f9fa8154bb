namespace Sim.Studies.PseudoSimulation.Scenes;

/// <summary>The ego of every generated scene: nuPlan's vehicle.</summary>
internal static class StudyVehicle
{
    /// <summary>Dimensions and axles of nuPlan's "pacifica"; limits of an ordinary car.</summary>
    public static VehicleSpec Spec { get; } = new()
    {
        Name = "pacifica",
        LengthM = 5.176,
        WidthM = 2.297,
        HeightM = 1.777,
        WheelbaseM = 3.089,
        RearOverhangM = 1.127,
        MaxSteerRad = 0.8,
        MaxSteerRateRps = 0.8,
    };
}
