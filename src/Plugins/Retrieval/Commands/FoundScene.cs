using Sim.Plugins.Retrieval.Tags;

namespace Sim.Plugins.Retrieval.Commands;

/// <summary>A scene of an answer. Plain data.</summary>
/// <param name="Id">Id in the index.</param>
/// <param name="File">Its recording, relative to the index folder.</param>
/// <param name="Sha256">Hash of the recording.</param>
/// <param name="FromS">Begin in the recording, s.</param>
/// <param name="ToS">End in the recording, s.</param>
/// <param name="ActorIds">Actors, the ego first.</param>
/// <param name="Distance">2-Wasserstein distance; null for a question by tag.</param>
/// <param name="Clearness">How clearly it shows the tag; null for a question by scene.</param>
/// <param name="Assignment">For each actor of the question the position in <paramref name="ActorIds"/> of its partner, −1 for none.</param>
/// <param name="Tags">What its actors do, in steps of 0.1 s of the scene.</param>
/// <param name="Licence">Licence of its source; empty when own.</param>
internal sealed record FoundScene(
    string Id,
    string File,
    string Sha256,
    double FromS,
    double ToS,
    IReadOnlyList<string> ActorIds,
    double? Distance,
    double? Clearness,
    IReadOnlyList<int> Assignment,
    IReadOnlyList<TagSpan> Tags,
    string Licence);
