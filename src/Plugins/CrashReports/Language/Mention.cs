namespace Sim.Plugins.CrashReports.Language;

/// <summary>One mention of one or more actors.</summary>
/// <param name="Tokens">Where: the noun phrase with its determiner ("the driver of V2", "a 1998 Honda Accord").</param>
/// <param name="Actors">Ids; more than one for "both vehicles".</param>
/// <param name="Role">As what.</param>
/// <param name="Possessive">True for "V2's", "its", "his": what follows belongs to the actor.</param>
internal sealed record Mention(TokenRange Tokens, IReadOnlyList<string> Actors, MentionRole Role, bool Possessive);
