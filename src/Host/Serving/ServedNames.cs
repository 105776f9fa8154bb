namespace Sim.Host.Serving;

/// <summary>Which modules are served. Immutable.</summary>
/// <param name="Simulators">Names of simulators.</param>
/// <param name="Drivers">Names of drivers.</param>
/// <param name="Assessors">Names of assessors.</param>
internal sealed record ServedNames(IReadOnlyList<string> Simulators, IReadOnlyList<string> Drivers, IReadOnlyList<string> Assessors);
