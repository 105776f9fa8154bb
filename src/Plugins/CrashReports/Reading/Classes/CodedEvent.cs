using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Classes;

/// <summary>A critical event that a report of a survey quotes from its codes.</summary>
/// <param name="Actor">Id of the vehicle it is coded to.</param>
/// <param name="Kind">What.</param>
/// <param name="Evidence">The words.</param>
internal readonly record struct CodedEvent(string Actor, CodedKind Kind, TextSpan Evidence);
