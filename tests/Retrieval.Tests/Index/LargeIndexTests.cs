using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Evaluating;
using Sim.Plugins.Retrieval.Index;

namespace Sim.Tests.Retrieval;

public sealed class LargeIndexTests
{
    private static readonly PathEncoder Encoder = new();
    private static readonly DrawnScenes Drawn = new(4, 900, Encoder, CancellationToken.None);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Beyond_ten_thousand_scenes_nearly_all_of_the_nearest_are_found() =>
        Assert.True(RetrievalTimes.Recall(Drawn.Entries, [.. Drawn.Scenes.Take(8)], Encoder, 1, Token) >= 0.95);

    [Fact]
    public void A_search_of_ten_thousand_scenes_spends_few_exact_distances_and_little_memory()
    {
        using var index = RetrievalIndex.InMemory(Encoder, RetrievalTimes.Many(Drawn.Entries, SceneSearch.ExactUpTo, 2));
        index.Search(Drawn.Scenes[0], 5, null, Token);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int spent = 0;
        for (int i = 0; i < 10; i++)
        {
            index.Search(Vectors(Drawn.Scenes[i]), 5, null, int.MaxValue, out int used, Token);
            spent += used;
        }

        Assert.True(spent / 10 < SceneSearch.ExactUpTo / 10, $"{spent / 10} exact distances");
        long bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 10;
        Assert.True(bytes < 40 * SceneSearch.ExactUpTo + 1_000_000, $"{bytes} bytes a search");
    }

    [Fact]
    public void The_probes_read_the_drawn_classes_off_the_vectors()
    {
        var drawn = new DrawnScenes(12, 700, Encoder, Token);
        double[][] vectors = [.. drawn.Entries.Select(e => e.Vectors[..Encoder.Dimension])];
        int[] classes = [.. drawn.Manoeuvres.Select(m => Plugins.Retrieval.Tags.BehaviourTag.All.ToList().IndexOf(m.Kind))];
        Assert.True(Probe.Linear(vectors, classes) >= 0.8);
        int[] nonsense = [.. classes];
        new Numerics.RandomStream(1).Shuffle<int>(nonsense);
        Assert.True(Probe.Linear(vectors, nonsense) < 0.3);
    }

    private static double[] Vectors(Recording scene)
    {
        var vectors = new double[scene.Tracks.Count * Encoder.Dimension];
        Encoder.EncodeAll(scene, vectors);
        return vectors;
    }
}
