using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;

namespace Sim.Plugins.CrashReports.Solving;

/// <summary>What the solver is given. Immutable.</summary>
/// <param name="Record">A completed record.</param>
/// <param name="Road">Its road.</param>
/// <param name="EgoVehicle">The vehicle of the ego.</param>
/// <param name="EgoId">Which actor is the ego.</param>
/// <param name="Variant">Number of the variant.</param>
/// <param name="Seed">Seed.</param>
/// <param name="StepUs">Step, µs.</param>
/// <param name="HorizonUs">Length, µs; null for as long as the story needs.</param>
internal sealed record SolveRequest(CrashRecord Record, CrashRoad Road, VehicleSpec EgoVehicle, string EgoId, int Variant, ulong Seed, long StepUs, long? HorizonUs);
