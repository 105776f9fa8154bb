using BenchmarkDotNet.Attributes;
using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Distances;
using Sim.Plugins.Retrieval.Evaluating;
using Sim.Plugins.Retrieval.Index;
using Sim.Plugins.Retrieval.Tags;

namespace Sim.Bench;

/// <summary>
/// The speed bars of retrieval: a question to 10,000 scenes under 50 ms with the index opened for it and under 5 ms with it open, 1,000 scenes added
/// under 10 s. The scenes are drawn manoeuvres and changed copies of them.
/// </summary>
[MemoryDiagnoser]
public class RetrievalBenchmarks
{
    private const int Added = 1_000;
    private readonly PathEncoder _encoder = new();
    private string _folder = "";
    private string _target = "";
    private DrawnScenes _drawn = null!;
    private RetrievalIndex _warm = null!;
    private RetrievalIndex _large = null!;
    private SetDistance _distance = null!;
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("sim-bench-retrieval-").FullName;
        _target = Path.Combine(_folder, "added");
        _drawn = new DrawnScenes(8, 1, _encoder, CancellationToken.None);
        using (var writer = new IndexWriter(_folder, _encoder))
        {
            writer.Add([new IndexedSource("made", "0", "", RetrievalTimes.Scenes)], RetrievalTimes.Many(_drawn.Entries, RetrievalTimes.Scenes, 1));
        }

        _warm = IndexFolder.Open(_folder, _encoder);
        _large = RetrievalIndex.InMemory(_encoder, RetrievalTimes.Many(_drawn.Entries, 10 * RetrievalTimes.Scenes, 1));
        _distance = new SetDistance(_encoder.Dimension);
        (_eleven[0], _eleven[1]) = (Make(0), Make(1));
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _warm.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public double Calibration_kernel() => Calibration.Kernel();

    [Benchmark]
    public double Question_to_10000_scenes_opened_for_it()
    {
        using var index = IndexFolder.Open(_folder, _encoder);
        return index.Search(Next(), 5)[0].Distance;
    }

    [Benchmark]
    public double Question_to_10000_scenes_warm() => _warm.Search(Next(), 5)[0].Distance;

    [Benchmark]
    public double Question_to_100000_scenes_warm() => _large.Search(Next(), 5)[0].Distance;

    [Benchmark]
    public double Question_by_tag_to_10000_scenes() => _warm.Tagged(BehaviourTag.CutIn, 5)[0].Distance;

    [Benchmark]
    public double Distance_of_two_sets_of_eleven() => _distance.Between(_eleven[0], _eleven[1]);

    [Benchmark]
    public int Adding_1000_scenes()
    {
        var indexer = new SceneIndexer(_encoder);
        var scenes = new List<IndexedScene>();
        for (int i = 0; scenes.Count < Added; i++)
        {
            scenes.AddRange(indexer.Index(_drawn.Manoeuvres[i % _drawn.Manoeuvres.Count].Recording, new SceneSource("made", "1"), CancellationToken.None));
        }

        if (Directory.Exists(_target))
        {
            Directory.Delete(_target, recursive: true);
        }

        using var writer = new IndexWriter(_target, _encoder);
        writer.Add([new IndexedSource("made", "1", "", scenes.Count)], scenes);
        return scenes.Count;
    }

    private Recording Next() => _drawn.Scenes[_next++ % _drawn.Scenes.Count];

    private readonly double[][] _eleven = new double[2][];

    private double[] Make(int offset) => [.. Enumerable.Range(offset, SceneOptions.MaxActors).SelectMany(i => _drawn.Entries[i].Vectors[.._encoder.Dimension])];
}
