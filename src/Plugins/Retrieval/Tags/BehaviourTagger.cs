using Sim.Plugins.Retrieval.Behaviours;

namespace Sim.Plugins.Retrieval.Tags;

/// <summary>
/// Finds by rules what the actors of a recording do, on the map where there is one and by the paths alone where there is none. The rules and their
/// limits are on docs/retrieval/tags.md. Deterministic, thread-safe.
/// </summary>
internal static class BehaviourTagger
{
    /// <summary>What the actors do: in order of tracks, then of <see cref="BehaviourTag.All"/>, then of time.</summary>
    /// <param name="recording">Any step; spans are in steps of 10 Hz.</param>
    /// <exception cref="InputException">Two lanes of the map share an id.</exception>
    public static IReadOnlyList<TagSpan> Find(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var log = TenHertz.Of(recording);

        // Here, so that a broken map is this method's own error and not one of several threads.
        log.Map.Index();
        var actors = new TaggedActor?[log.Tracks.Count];
        Parallel.For(0, actors.Length, i => actors[i] = TaggedActor.Of(log.Tracks[i], log));
        var found = new List<TagSpan>[actors.Length];
        Parallel.For(0, actors.Length, i =>
        {
            var spans = new List<TagSpan>();
            if (actors[i] is { } actor)
            {
                PathRules.Apply(actor, log.Map, spans);
                SpeedRules.Apply(actor, spans);
                PairRules.Apply(actor, actors, spans);
            }

            found[i] = spans;
        });
        var order = BehaviourTag.All.Select((tag, i) => (tag, i)).ToDictionary(p => p.tag, p => p.i, StringComparer.Ordinal);
        var byActor = found.SelectMany(spans => spans).ToLookup(s => s.ActorId, StringComparer.Ordinal);
        return [.. log.Tracks.Select(t => t.Id).Distinct(StringComparer.Ordinal)
            .SelectMany(id => byActor[id].OrderBy(s => order[s.Tag]).ThenBy(s => s.FromStep).ThenBy(s => s.OtherId, StringComparer.Ordinal))];
    }

    /// <summary>Those spans of a recording that a scene shows for the most part: half of the span, or half of the scene. In steps of the scene.</summary>
    public static IReadOnlyList<TagSpan> Within(IReadOnlyList<TagSpan> spans, SceneWindow window)
    {
        ArgumentNullException.ThrowIfNull(spans);
        ArgumentNullException.ThrowIfNull(window);
        var within = new List<TagSpan>();
        foreach (var span in spans)
        {
            int from = Math.Max(span.FromStep, window.FirstStep);
            int to = Math.Min(span.ToStep, window.FirstStep + window.Count - 1);
            int shared = to - from + 1;
            if (2 * shared >= Math.Min(span.ToStep - span.FromStep + 1, window.Count) && shared > 0 && window.ActorIds.Contains(span.ActorId))
            {
                within.Add(span with { FromStep = from - window.FirstStep, ToStep = to - window.FirstStep });
            }
        }

        return within;
    }

    /// <summary>How clearly a figure is beyond a limit: 0.5 at the limit, towards 1 far beyond it.</summary>
    internal static double Strength(double value, double limit) => Math.Clamp(1 - 0.5 * limit / Math.Max(Math.Abs(value), 1e-9), 0.01, 1);
}
