using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Tags;

namespace Sim.Plugins.Retrieval.Index;

/// <summary>
/// An index of scenes to ask for the most alike or for a tag. In memory, or a folder opened for reading. What it holds
/// does not change; adding gives a further index. Safe for concurrent use until disposed.
/// </summary>
internal sealed class RetrievalIndex : IDisposable
{
    private readonly IReadOnlyList<SceneBlock> _blocks;
    private readonly int[] _starts;

    /// <summary>An index over blocks; disposes those that are disposable.</summary>
    internal RetrievalIndex(IBehaviourEncoder encoder, IReadOnlyList<SceneBlock> blocks)
    {
        Encoder = encoder;
        _blocks = blocks;
        _starts = new int[blocks.Count + 1];
        for (int i = 0; i < blocks.Count; i++)
        {
            _starts[i + 1] = _starts[i] + blocks[i].Count;
        }
    }

    /// <summary>What makes its vectors.</summary>
    public IBehaviourEncoder Encoder { get; }

    /// <summary>Number of scenes.</summary>
    public int Count => _starts[^1];

    /// <summary>An index in memory.</summary>
    /// <param name="encoder">What made the vectors.</param>
    /// <param name="scenes">The scenes (<see cref="SceneIndexer"/>).</param>
    public static RetrievalIndex InMemory(IBehaviourEncoder encoder, IReadOnlyList<IndexedScene> scenes)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(scenes);
        return new RetrievalIndex(encoder, [new MemoryBlock(scenes, encoder.Dimension)]);
    }

    /// <summary>The entry at a position, in the order of adding.</summary>
    public IndexEntry this[int position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)Count, nameof(position));
            int block = 0;
            while (_starts[block + 1] <= position)
            {
                block++;
            }

            return _blocks[block].Entry(position - _starts[block]);
        }
    }

    /// <summary>The scenes most alike, nearest first, ties by id; fewer when there are not enough. Exact up to <see cref="SceneSearch.ExactUpTo"/> scenes.</summary>
    /// <param name="scene">The question: at 10 Hz, up to <see cref="SceneOptions.MaxActors"/> tracks.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="exclude">True for entries to pass over, such as those of a source file; may be null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">The question has too many actors or another step, or the index is damaged.</exception>
    public IReadOnlyList<SceneMatch> Search(Recording scene, int count, Func<IndexEntry, bool>? exclude = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if (scene.Tracks.Count is 0 or > SceneOptions.MaxActors || scene.StepUs != SceneOptions.StepUs)
        {
            throw new InputException($"a question needs 1 to {SceneOptions.MaxActors} actors at steps of {SceneOptions.StepUs} µs, found {scene.Tracks.Count} at {scene.StepUs}; cut a scene out of it");
        }

        var vectors = new double[scene.Tracks.Count * Encoder.Dimension];
        Encoder.EncodeAll(scene, vectors);
        return Search(vectors, count, exclude, Count <= SceneSearch.ExactUpTo ? int.MaxValue : SceneSearch.Budget, cancellationToken);
    }

    /// <summary>The scenes nearest to a set of vectors.</summary>
    internal IReadOnlyList<SceneMatch> Search(ReadOnlySpan<double> vectors, int count, Func<IndexEntry, bool>? exclude, int budget, CancellationToken cancellationToken) =>
        Search(vectors, count, exclude, budget, out _, cancellationToken);

    /// <summary>As above; tells how many exact distances it took.</summary>
    internal IReadOnlyList<SceneMatch> Search(
        ReadOnlySpan<double> vectors, int count, Func<IndexEntry, bool>? exclude, int budget, out int spent, CancellationToken cancellationToken) =>
        SceneSearch.Nearest(_blocks, Encoder.Dimension, vectors, count, exclude, budget, out spent, cancellationToken);

    /// <summary>As <see cref="Search(Recording, int, Func{IndexEntry, bool}?, CancellationToken)"/>, with the scenes themselves.</summary>
    /// <param name="scene">The question.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="open">Gives the recording of a source, at any step (<see cref="RecordingLibrary"/>).</param>
    /// <param name="exclude">True for entries to pass over; may be null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">As above, or a source does not hold its scene.</exception>
    public IReadOnlyList<RetrievedScene> Find(
        Recording scene,
        int count,
        Func<SceneSource, Recording> open,
        Func<IndexEntry, bool>? exclude = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(open);
        return [.. Search(scene, count, exclude, cancellationToken).Select(match => Open(match, open))];
    }

    /// <summary>The scene of a match.</summary>
    /// <exception cref="InputException">The source does not hold the scene.</exception>
    public static RetrievedScene Open(SceneMatch match, Func<SceneSource, Recording> open)
    {
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(open);
        var entry = match.Entry;
        var scene = SceneCutter.Open(TenHertz.Of(open(entry.Source)), entry.Window);
        return new RetrievedScene(entry.Id, match.Distance, scene, match.Assignment, entry.TagNames(), entry.Licence);
    }

    /// <summary>The scenes that show a tag most clearly, ties by id. <see cref="SceneMatch.Distance"/> is one minus the strength.</summary>
    /// <param name="tag">A name of <see cref="BehaviourTag"/>.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="exclude">True for entries to pass over; may be null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">There is no such tag, or the index is damaged.</exception>
    public IReadOnlyList<SceneMatch> Tagged(string tag, int count, Func<IndexEntry, bool>? exclude = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int number = BehaviourTag.All.ToList().IndexOf(BehaviourTag.Parse(tag));
        var found = new List<(float Strength, int Block, int Index)>();
        for (int b = 0; b < _blocks.Count; b++)
        {
            for (int i = 0; i < _blocks[b].Count; i++)
            {
                if (_blocks[b].Strength(i, number) is > 0 and var strength)
                {
                    found.Add((strength, b, i));
                }
            }
        }

        found.Sort((a, b) => a.Strength != b.Strength ? b.Strength.CompareTo(a.Strength) : (a.Block, a.Index).CompareTo((b.Block, b.Index)));
        var matches = new List<SceneMatch>();
        for (int i = 0; i < found.Count && (matches.Count < count || 1 - found[i].Strength <= matches[^1].Distance); i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entry = _blocks[found[i].Block].Entry(found[i].Index);
            if (exclude is null || !exclude(entry))
            {
                matches.Add(new SceneMatch(entry, 1 - found[i].Strength, []));
            }
        }

        return [.. matches.OrderBy(m => m.Distance).ThenBy(m => m.Entry.Id, StringComparer.Ordinal).Take(count)];
    }

    /// <summary>How many scenes show each tag, in the order of <see cref="BehaviourTag.All"/>.</summary>
    public IReadOnlyList<int> TagCounts(CancellationToken cancellationToken = default)
    {
        var counts = new int[BehaviourTag.All.Count];
        foreach (var block in _blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < block.Count; i++)
            {
                for (int tag = 0; tag < counts.Length; tag++)
                {
                    counts[tag] += block.Strength(i, tag) > 0 ? 1 : 0;
                }
            }
        }

        return counts;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in _blocks)
        {
            (block as IDisposable)?.Dispose();
        }
    }
}
