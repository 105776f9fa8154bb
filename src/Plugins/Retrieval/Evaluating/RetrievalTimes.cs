using System.Diagnostics;
using Sim.Numerics;
using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Index;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>How long asking and adding take, on an index folder of 10,000 scenes; recall of the approximate search. Times depend on the machine.</summary>
internal static class RetrievalTimes
{
    /// <summary>Scenes of the index.</summary>
    public const int Scenes = 10_000;

    private const double ColdMs = 50;
    private const double WarmMs = 5;
    private const double AddS = 10;
    private const int Questions = 21;
    private const double MinRecall = 0.95;

    /// <summary>Measures.</summary>
    /// <param name="scenes">Scenes to make the index of: themselves and copies with small changes.</param>
    /// <param name="questions">Scenes to ask with.</param>
    /// <param name="encoder">The encoder.</param>
    /// <param name="seed">Seed of the changes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static IReadOnlyList<MeasureRow> Rows(
        IReadOnlyList<IndexedScene> scenes, IReadOnlyList<Recording> questions, IBehaviourEncoder encoder, ulong seed, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("sim-retrieval-").FullName;
        try
        {
            using (var writer = new IndexWriter(folder, encoder))
            {
                writer.Add([new IndexedSource("made", "0", "", Scenes)], Many(scenes, Scenes, seed));
            }

            int stride = Math.Max(1, questions.Count / Questions);
            Recording[] asked = [.. questions.Where((_, i) => i % stride == 0).Take(Questions)];

            // Once to compile; then each question to an index just opened, and all again to one that stays open.
            Ask(folder, asked[0], encoder, cancellationToken);
            double[] cold = [.. asked.Select(q => Ask(folder, q, encoder, cancellationToken)).Order()];
            using var index = IndexFolder.Open(folder, encoder);
            double[] warm = [.. asked.Concat(asked).Select(q => Timed(() => index.Search(q, 5, null, cancellationToken))).Skip(asked.Length).Order()];
            int added = 0;
            double perScene = Timed(() => added = AddAgain(questions, encoder, cancellationToken)) / Math.Max(1, added);
            return
            [
                Row("query at 10,000 scenes, index opened for it, median", "ms", cold[cold.Length / 2], ColdMs, $"{cold.Length} questions"),
                Row("query at 10,000 scenes, index warm, median", "ms", warm[warm.Length / 2], WarmMs, $"{warm.Length} questions"),
                Row("adding 1,000 scenes: cut, tag, encode", "s", perScene, AddS, $"{added} scenes"),
                MeasureRow.AtLeast("recall@10 of the approximate search", "", Recall(scenes, asked, encoder, seed, cancellationToken), MinRecall, "20,000 scenes", "against the exact search"),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Scenes and changed copies of them, as many as wanted, each of another source.</summary>
    public static IReadOnlyList<IndexedScene> Many(IReadOnlyList<IndexedScene> scenes, int count, ulong seed)
    {
        var random = new RandomStream(seed);
        var many = new IndexedScene[count];
        for (int i = 0; i < count; i++)
        {
            var scene = scenes[i % scenes.Count];
            double[] vectors = [.. scene.Vectors];
            if (i >= scenes.Count)
            {
                foreach (ref double x in vectors.AsSpan())
                {
                    x += 0.1 * random.NextNormal();
                }
            }

            many[i] = new IndexedScene(scene.Entry with { Id = FormattableString.Invariant($"{scene.Entry.Id}#{i}") }, vectors);
        }

        return many;
    }

    /// <summary>Share of the ten nearest of an index beyond the exact search that its approximate search finds.</summary>
    public static double Recall(IReadOnlyList<IndexedScene> scenes, IReadOnlyList<Recording> questions, IBehaviourEncoder encoder, ulong seed, CancellationToken cancellationToken)
    {
        const int count = 10;
        using var index = RetrievalIndex.InMemory(encoder, Many(scenes, 2 * SceneSearch.ExactUpTo, seed));
        int found = 0;
        foreach (var question in questions)
        {
            var vectors = new double[question.Tracks.Count * encoder.Dimension];
            encoder.EncodeAll(question, vectors);
            var exact = index.Search(vectors, count, null, int.MaxValue, cancellationToken).Select(m => m.Entry.Id).ToHashSet(StringComparer.Ordinal);
            found += index.Search(question, count, null, cancellationToken).Count(m => exact.Contains(m.Entry.Id));
        }

        return (double)found / (count * questions.Count);
    }

    // Shown beside its bar but not counted: a busy machine is no fault of the index.
    private static MeasureRow Row(string measure, string unit, double value, double bar, string of) =>
        MeasureRow.AtMost(measure, unit, value, bar, of, value <= bar ? "holds here; depends on the machine" : "does not hold here; depends on the machine") with { Holds = null };

    private static double Ask(string folder, Recording question, IBehaviourEncoder encoder, CancellationToken cancellationToken) => Timed(() =>
    {
        using var index = IndexFolder.Open(folder, encoder);
        index.Search(question, 5, null, cancellationToken);
    });

    private static int AddAgain(IReadOnlyList<Recording> recordings, IBehaviourEncoder encoder, CancellationToken cancellationToken)
    {
        var indexer = new SceneIndexer(encoder);
        int scenes = 0;
        for (int i = 0; i < recordings.Count; i++)
        {
            scenes += indexer.Index(recordings[i], new SceneSource("made", "0"), cancellationToken).Count;
        }

        return scenes;
    }

    private static double Timed(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
