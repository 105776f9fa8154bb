using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Solving.Contacts;

/// <summary>The contact that a scenario was solved for. Immutable.</summary>
/// <param name="A">Id of the first actor in the scenario.</param>
/// <param name="B">Id of the second actor or obstacle in the scenario.</param>
/// <param name="PlaneA">Side of the first actor that the record names; unknown for any.</param>
/// <param name="PlaneB">Side of the second that the record names.</param>
/// <param name="TimeUs">When they touch, µs.</param>
/// <param name="X">Where, local m.</param>
/// <param name="Y">Where, local m.</param>
/// <param name="InJunction">True when it must lie in the junction area.</param>
internal sealed record PlannedImpact(string A, string B, ContactPlane PlaneA, ContactPlane PlaneB, long TimeUs, double X, double Y, bool InJunction);
