using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Evaluating.Manoeuvres;
using Sim.Plugins.Retrieval.Index;
using Sim.Plugins.Retrieval.Tags;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>Drawn manoeuvres as an index, one scene each with the acting actor as its ego, and what is known of them. Immutable.</summary>
internal sealed class DrawnScenes
{
    private readonly Dictionary<string, LabelledManoeuvre> _known = new(StringComparer.Ordinal);

    /// <summary>Draws manoeuvres of every kind.</summary>
    /// <param name="each">How many of each kind, half of them without a map.</param>
    /// <param name="seed">First seed.</param>
    /// <param name="encoder">The encoder.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public DrawnScenes(int each, ulong seed, IBehaviourEncoder encoder, CancellationToken cancellationToken)
    {
        var kinds = ManoeuvreSynthesiser.Kinds;
        var drawn = new (LabelledManoeuvre Manoeuvre, Recording Scene, IndexedScene Entry)[each * kinds.Count];
        Parallel.For(0, drawn.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            var manoeuvre = ManoeuvreSynthesiser.Draw(kinds[i % kinds.Count], seed + (ulong)(i / kinds.Count), i / kinds.Count % 2 == 0);
            var scene = SceneCutter.Whole(manoeuvre.Recording, manoeuvre.ActorId, new SceneOptions());
            var vectors = new double[scene.Tracks.Count * encoder.Dimension];
            encoder.EncodeAll(scene, vectors);
            var window = new SceneWindow(0, scene.StepCount, [.. scene.Tracks.Select(t => t.Id)]);
            var source = new SceneSource(manoeuvre.Recording.Name, i.ToString("x8", System.Globalization.CultureInfo.InvariantCulture));
            var entry = new IndexEntry
            {
                Id = IndexEntry.IdOf(source, window),
                Source = source,
                Window = window,
                Tags = [.. BehaviourTagger.Within(BehaviourTagger.Find(manoeuvre.Recording), window).Where(t => t.ActorId == manoeuvre.ActorId)],
            };
            drawn[i] = (manoeuvre, scene, new IndexedScene(entry, vectors));
        });
        Scenes = [.. drawn.Select(d => d.Scene)];
        Entries = [.. drawn.Select(d => d.Entry)];
        Manoeuvres = [.. drawn.Select(d => d.Manoeuvre)];
        foreach (var (manoeuvre, _, entry) in drawn)
        {
            _known.Add(entry.Entry.Id, manoeuvre);
        }

        Index = RetrievalIndex.InMemory(encoder, Entries);
    }

    /// <summary>The manoeuvres.</summary>
    public IReadOnlyList<LabelledManoeuvre> Manoeuvres { get; }

    /// <summary>Their scenes, the acting actor first.</summary>
    public IReadOnlyList<Recording> Scenes { get; }

    /// <summary>Their entries, with the tags that the rules give the acting actor: only of that one is known what it does.</summary>
    public IReadOnlyList<IndexedScene> Entries { get; }

    /// <summary>The index of them.</summary>
    public RetrievalIndex Index { get; }

    /// <summary>What is known of an entry.</summary>
    public LabelledManoeuvre Of(IndexEntry entry) => _known[entry.Id];

    /// <summary>Share of the first answers to a tag that show it, by what was drawn.</summary>
    public double PrecisionByTag(string tag, int count, CancellationToken cancellationToken)
    {
        var found = Index.Tagged(tag, count, null, cancellationToken);
        return found.Count == 0 ? 0 : (double)found.Count(m => Of(m.Entry).Tags.Contains(tag)) / found.Count;
    }

    /// <summary>Share of the scenes most alike that show the same kind, over all scenes of a kind, each without itself.</summary>
    public double PrecisionByScene(string kind, int count, CancellationToken cancellationToken)
    {
        double sum = 0;
        int asked = 0;
        for (int i = 0; i < Scenes.Count; i++)
        {
            if (Manoeuvres[i].Kind == kind)
            {
                string own = Entries[i].Entry.Id;
                var found = Index.Search(Scenes[i], count, e => e.Id == own, cancellationToken);
                sum += (double)found.Count(m => Of(m.Entry).Tags.Contains(kind)) / count;
                asked++;
            }
        }

        return sum / asked;
    }
}
