namespace Sim.Tests.Bridges;

/// <summary>Random faults before CARLA's side-car over its stand-in.</summary>
public sealed class CarlaScheduleTests() : SideCarScheduleTests(new CarlaSubject());
