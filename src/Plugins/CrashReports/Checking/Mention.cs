namespace Sim.Plugins.CrashReports.Checking;

/// <summary>Words of a text that name an actor.</summary>
/// <param name="From">First word.</param>
/// <param name="To">One behind the last word.</param>
/// <param name="Actor">Id of the actor: one of the record, or "V3" of a text that numbers its vehicles.</param>
/// <param name="Numbered">True for "Vehicle 3" and "V3", false for a name by make, model or kind.</param>
internal readonly record struct Mention(int From, int To, string Actor, bool Numbered);
