namespace Sim.Tests.Bridges;

/// <summary>Random faults before MetaDrive's side-car over its stand-in.</summary>
public sealed class MetaDriveScheduleTests() : SideCarScheduleTests(new MetaDriveSubject());
