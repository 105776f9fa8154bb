using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading;

/// <summary>What a report tells of its road users and their contacts. Plain data.</summary>
/// <param name="Actors">Road users.</param>
/// <param name="Impacts">Contacts in order.</param>
/// <param name="CrashClass">Class of the crash.</param>
internal sealed record CrashStory(IReadOnlyList<ActorRecord> Actors, IReadOnlyList<ImpactRecord> Impacts, Leaf<CrashClass> CrashClass);
