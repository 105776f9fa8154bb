namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>What the models are asked about: the situation, the vehicle it is about, and from when on they look at it.</summary>
/// <param name="Situation">Cut-in, deceleration or cut-out.</param>
/// <param name="OtherId">The vehicle.</param>
/// <param name="Side">1 when it comes from the left of the ego's path, -1 from the right.</param>
/// <param name="LookStep">Step from which the careful human looks at it.</param>
internal sealed record CarefulCase(CarefulSituation Situation, string OtherId, double Side, int LookStep);
