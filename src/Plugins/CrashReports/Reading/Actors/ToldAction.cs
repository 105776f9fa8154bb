using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Actors;

/// <summary>An action of an actor as one clause tells it.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Kind">What.</param>
/// <param name="Clause">The clause.</param>
/// <param name="Executed">False when it was only meant.</param>
/// <param name="Attempted">True when it was tried and may have been broken off.</param>
internal readonly record struct ToldAction(string Actor, ActionKind Kind, Clause Clause, bool Executed, bool Attempted);
