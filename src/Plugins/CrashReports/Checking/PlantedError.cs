using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>A record with one error.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Path">The leaf that is wrong, or the actor that is too many or missing.</param>
/// <param name="Record">The record.</param>
internal sealed record PlantedError(PlantedKind Kind, string Path, CrashRecord Record);
