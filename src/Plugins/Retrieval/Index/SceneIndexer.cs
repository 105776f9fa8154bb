using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Tags;

namespace Sim.Plugins.Retrieval.Index;

/// <summary>Makes index entries of a recording: cuts, tags and encodes. The same result for any number of threads. Thread-safe.</summary>
internal sealed class SceneIndexer(IBehaviourEncoder encoder, SceneOptions? options = null)
{
    private readonly SceneOptions _options = options ?? new SceneOptions();

    /// <summary>The scenes of a recording.</summary>
    /// <param name="recording">Any step; brought to 10 Hz.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">Two lanes of the map share an id.</exception>
    public IReadOnlyList<IndexedScene> Index(Recording recording, SceneSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(source);
        var log = TenHertz.Of(recording);
        log.Map.Index();
        var windows = SceneCutter.Cut(log, _options);
        var tags = windows.Count > 0 ? BehaviourTagger.Find(log) : [];
        var scenes = new IndexedScene[windows.Count];
        Parallel.For(0, windows.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            var scene = SceneCutter.Open(log, windows[i]);
            var vectors = new double[scene.Tracks.Count * encoder.Dimension];
            encoder.EncodeAll(scene, vectors);
            scenes[i] = new IndexedScene(
                new IndexEntry
                {
                    Id = IndexEntry.IdOf(source, windows[i]),
                    Source = source,
                    Window = windows[i],
                    Tags = BehaviourTagger.Within(tags, windows[i]),
                    Licence = recording.Provenance.Licence,
                },
                vectors);
        });
        return scenes;
    }
}
