using Sim.Plugins.CrashReports.Solving.Contacts;

namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>The first contact of the ego in a replay. Immutable.</summary>
/// <param name="A">The ego.</param>
/// <param name="B">Whom it touches.</param>
/// <param name="Sides">Sides that touch.</param>
internal sealed record ReplayedSides(string A, string B, ContactSides Sides);
