namespace Sim.Tests.Faults;

/// <summary>How a schedule ended.</summary>
/// <param name="Outcome">In words; figures are left out when ends are counted.</param>
/// <param name="IsRight">True for the right result.</param>
/// <param name="HasStruck">True when the fault on the way has happened.</param>
/// <param name="Wrong">What must not be, or null.</param>
internal sealed record FaultEnd(string Outcome, bool IsRight, bool HasStruck, string? Wrong);
