namespace Sim.Plugins.Retrieval.Evaluating.Manoeuvres;

/// <summary>A recording of known content. Plain data.</summary>
/// <param name="Recording">The recording, 10 Hz.</param>
/// <param name="ActorId">Who does it.</param>
/// <param name="Kind">What was drawn: the tag that names the manoeuvre.</param>
/// <param name="Tags">All tags that the drawing implies for that actor.</param>
internal sealed record LabelledManoeuvre(Recording Recording, string ActorId, string Kind, IReadOnlyList<string> Tags);
