namespace Sim.Plugins.CrashReports.Language;

/// <summary>A group of verbs.</summary>
/// <param name="Words">Its tokens.</param>
/// <param name="Lemma">The verb that carries the meaning.</param>
/// <param name="Traits">What the group itself says.</param>
/// <param name="BareParticiple">True for "turning", "struck by" without an auxiliary.</param>
/// <param name="Infinitive">True for "to turn".</param>
internal readonly record struct VerbGroup(TokenRange Words, string Lemma, ClauseTraits Traits, bool BareParticiple, bool Infinitive);
