using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Roads;

/// <summary>What was read of the place.</summary>
/// <param name="Road">The record's part.</param>
/// <param name="Travels">Heading and kind of way of each road user, by id.</param>
/// <param name="LegOfActor">Id of the leg by which a road user comes, by id of the actor; none for those whose way is not told.</param>
internal sealed record RoadReading(RoadRecord Road, IReadOnlyDictionary<string, Travel> Travels, IReadOnlyDictionary<string, string> LegOfActor);
