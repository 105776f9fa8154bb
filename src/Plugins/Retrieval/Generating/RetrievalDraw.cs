using Sim.Numerics;
using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Index;
using Sim.Plugins.Retrieval.Tags;

namespace Sim.Plugins.Retrieval.Generating;

/// <summary>Chooses the template of a draw and its neighbours. Deterministic; reads the index only.</summary>
internal sealed class RetrievalDraw(SceneCollection scenes, RetrievalOptions options)
{
    private const int Candidates = 300;
    private const int Kept = 60;
    private const int Attempts = 4;

    /// <summary>
    /// Templates for a tag, best first for a draw: each manoeuvre in turn, of one recording after the other, clear ones first; then other scenes of the same
    /// manoeuvres. Kept with the collection.
    /// </summary>
    /// <param name="tag">The tag.</param>
    /// <param name="draw">Number of the draw.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RefusedException">No scene shows it so that somebody can be driven.</exception>
    public IEnumerable<Template> ForTag(string tag, int draw, CancellationToken cancellationToken)
    {
        var (usable, seen) = scenes.Templates.GetOrAdd((tag, options.Ego), _ => Usable(tag, cancellationToken));
        if (usable.Count == 0)
        {
            throw new RefusedException(seen > 0
                ? $"{seen} scenes of the index show '{tag}', but none long enough with a motor vehicle to drive from its beginning"
                : $"no scene of the index shows '{tag}'");
        }

        return Enumerable.Range(0, Math.Min(Attempts, usable.Count)).Select(i => usable[(draw + i) % usable.Count]);
    }

    private (IReadOnlyList<Template> Usable, int Seen) Usable(string tag, CancellationToken cancellationToken)
    {
        var all = new List<(SceneMatch Match, TagSpan Span, int Turn)>();
        var turns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var match in scenes.Index.Tagged(tag, Candidates, null, cancellationToken))
        {
            foreach (var span in match.Entry.Tags.Where(t => t.Tag == tag))
            {
                string manoeuvre = FormattableString.Invariant($"{match.Entry.Source.File}|{span.ActorId}|{(match.Entry.Window.FirstStep + span.FromStep) / 20}");
                turns[manoeuvre] = turns.TryGetValue(manoeuvre, out int turn) ? turn + 1 : 0;
                all.Add((match, span, turns[manoeuvre]));
            }
        }

        var ranks = new Dictionary<(string File, int Turn), int>();
        var ordered = all.Select(c =>
        {
            var key = (c.Match.Entry.Source.File, c.Turn);
            ranks[key] = ranks.TryGetValue(key, out int rank) ? rank + 1 : 0;
            return (Candidate: c, Rank: ranks[key]);
        }).OrderBy(c => c.Candidate.Turn).ThenBy(c => c.Rank).Select(c => c.Candidate);
        var usable = new List<Template>();
        foreach (var (match, span, _) in ordered)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (usable.Count >= Kept)
            {
                break;
            }

            // A scene may show the end of a manoeuvre only: what it shows itself counts.
            if (Open(match, span) is { } template && BehaviourTagger.Find(template.Scene).Any(s => s.Tag == tag && s.ActorId == span.ActorId))
            {
                usable.Add(template);
            }
        }

        return (usable, all.Count);
    }

    /// <summary>The template of a draw for a recording: the scenes of the index that are most like it, one after the other.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public Template ForScene(Recording question, int draw, Func<IndexEntry, bool> exclude, CancellationToken cancellationToken)
    {
        var matches = scenes.Index.Search(question, Math.Max(options.Count, draw + 1), exclude, cancellationToken);
        var usable = new List<Template>();
        foreach (var match in matches)
        {
            if (Open(match, null) is { } template)
            {
                usable.Add(template);
            }
        }

        return usable.Count > 0 ? usable[draw % usable.Count] : throw new RefusedException("no scene of the index can be driven in");
    }

    /// <summary>The nearest neighbours of a template, with who goes with whom.</summary>
    public IReadOnlyList<TemplateNeighbour> Neighbours(Template template, CancellationToken cancellationToken)
    {
        if (options.Neighbours == 0)
        {
            return [];
        }

        var question = SceneCutter.Whole(template.Scene, template.EgoId, new SceneOptions());
        var found = new List<TemplateNeighbour>();
        bool Show(IndexEntry entry) => template.Tag is null || entry.Tags.Any(t => t.Tag == template.Tag);
        string source = template.Parent.Split(" scene ")[0];
        foreach (var match in scenes.Index.Search(question, options.Neighbours, e => !Show(e) || ParentOf(e.Source) == source, cancellationToken))
        {
            var scene = RetrievalIndex.Open(match, scenes.Open).Scene;
            var matches = new int[template.Scene.Tracks.Count];
            var steps = new int[matches.Length];
            for (int t = 0; t < matches.Length; t++)
            {
                int asked = IndexOf(question, template.Scene.Tracks[t].Id);
                matches[t] = asked >= 0 && asked < match.Assignment.Count ? match.Assignment[asked] : -1;
                steps[t] = matches[t] >= 0 ? scene.Tracks[matches[t]].FirstStep : 0;
            }

            if (template.Tag is not null && match.Entry.Tags.FirstOrDefault(t => t.Tag == template.Tag) is { } span && IndexOf(scene, span.ActorId) is >= 0 and var shown)
            {
                // Whoever shows the manoeuvre there goes with whoever shows it here, from as long before it as here.
                int actor = IndexOf(template.Scene, template.ActorId!);
                matches[actor] = shown;
                steps[actor] = Math.Max(scene.Tracks[shown].FirstStep, span.FromStep - OwnSpan(template));
            }

            found.Add(new TemplateNeighbour(Described(match), scene, matches, steps, match.Distance, match.Entry.Licence));
        }

        return found;
    }

    private static int OwnSpan(Template template) =>
        BehaviourTagger.Find(template.Scene).FirstOrDefault(s => s.Tag == template.Tag && s.ActorId == template.ActorId)?.FromStep ?? 0;

    private Template? Open(SceneMatch match, TagSpan? span)
    {
        var entry = match.Entry;
        return Template.Of(entry.Id, Described(match), RetrievalIndex.Open(match, scenes.Open).Scene, span, options.Ego, entry.Licence);
    }

    private static string Described(SceneMatch match) => $"{ParentOf(match.Entry.Source)} scene {match.Entry.Id}";

    private static string ParentOf(SceneSource source) => $"{source.File} sha256:{source.Sha256}";

    private static int IndexOf(Recording recording, string id)
    {
        for (int i = 0; i < recording.Tracks.Count; i++)
        {
            if (recording.Tracks[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }
}
