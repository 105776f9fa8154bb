namespace Sim.Host.Serving;

/// <summary>Which modules are served. Immutable.</summary>
/// <param name="Simulators">Names of simulators.</param>
/// <param name="Drivers">Names of drivers.</param>
/// <param name="Assessors">Names of assessors.</param>
/// <param name="Traffic">Names of drivers that move whole traffic, one session for each actor.</param>
internal sealed record ServedNames(IReadOnlyList<string> Simulators, IReadOnlyList<string> Drivers, IReadOnlyList<string> Assessors, IReadOnlyList<string> Traffic);
