using Sim.Plugins.CrashReports.Solving.Rules;

namespace Sim.Plugins.CrashReports.Solving.Critical;

/// <summary>What a driver does in a scenario, and in its neighbours. Immutable.</summary>
/// <param name="Scenario">The critical scenario, or the one that was given.</param>
/// <param name="Critical">True when the ego collides in <paramref name="Scenario"/>.</param>
/// <param name="CriticalBefore">True when it collides in the one that was given.</param>
/// <param name="Solvable">True when a reference ego avoids the crash of <paramref name="Scenario"/>.</param>
/// <param name="SingleCollider">True when nobody but the planned actor touches the ego first.</param>
/// <param name="Simulations">Number of closed-loop simulations, the first included.</param>
internal sealed record CriticalResult(Scenario Scenario, bool Critical, bool CriticalBefore, bool Solvable, bool SingleCollider, int Simulations);
