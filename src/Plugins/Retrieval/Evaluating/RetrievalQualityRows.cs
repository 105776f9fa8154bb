using System.Globalization;
using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Index;
using Sim.Plugins.Retrieval.Tags;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>
/// The rows of <c>sim evaluate retrieval</c> about finding: invariance, precision of tags and neighbours, probes, agreement with labels by hand, times;
/// each beside its bar (scenario-generation §13, G3). All but the times are the same for the same seed.
/// </summary>
internal static class RetrievalQualityRows
{
    /// <summary>Least precision of the first five answers.</summary>
    public const double MinPrecision = 0.80;

    /// <summary>Least accuracy of a probe.</summary>
    public const double MinProbe = 0.85;

    private const int First = 5;
    private const int Each = 30;
    private const int MostQuestions = 40;
    private const double Tolerance = 1e-9;

    // Two scenes that are all but equal have a distance of rounding alone.
    private const double LeastDistance = 0.01;

    // Not the seeds that the rules of tags were looked at with.
    private const ulong FirstSeed = 1_000_000;

    /// <summary>Measures.</summary>
    /// <param name="clips">Recordings with the names of their files without ending.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static IReadOnlyList<MeasureRow> Of(IReadOnlyList<(string Name, Recording Recording)> clips, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var encoder = new PathEncoder();
        var rows = new List<MeasureRow>();
        var recorded = new List<IndexedScene>();
        var library = new RecordingLibrary();
        var indexer = new SceneIndexer(encoder);
        for (int i = 0; i < clips.Count; i++)
        {
            var source = new SceneSource(clips[i].Name, i.ToString("x8", CultureInfo.InvariantCulture));
            library.Put(source, clips[i].Recording);
            recorded.AddRange(indexer.Index(clips[i].Recording, source, cancellationToken));
        }

        if (recorded.Count > 1)
        {
            AddInvariance(rows, RetrievalIndex.InMemory(encoder, recorded), recorded, library, seed, cancellationToken);
        }

        var drawn = new DrawnScenes(Each, FirstSeed + seed, encoder, cancellationToken);
        AddPrecision(rows, drawn, cancellationToken);
        AddProbes(rows, drawn, encoder);
        AddHandLabels(rows, clips, cancellationToken);
        rows.AddRange(RetrievalTimes.Rows([.. recorded, .. drawn.Entries], drawn.Scenes, encoder, seed, cancellationToken));
        return rows;
    }

    private static void AddInvariance(
        List<MeasureRow> rows, RetrievalIndex index, List<IndexedScene> scenes, RecordingLibrary library, ulong seed, CancellationToken cancellationToken)
    {
        var random = new RandomStream(Seed.Derive(seed, "retrieval", 0, "invariance"));
        int asked = 0, same = 0, stride = Math.Max(1, scenes.Count / MostQuestions);
        for (int i = 0; i < scenes.Count; i += stride)
        {
            var entry = scenes[i].Entry;
            var scene = SceneCutter.Open(TenHertz.Of(library.Open(entry.Source)), entry.Window);
            bool Others(IndexEntry e) => e.Source == entry.Source && Math.Abs(e.Window.FirstStep - entry.Window.FirstStep) < entry.Window.Count;
            var expected = index.Search(scene, First, Others, cancellationToken);
            foreach (var moved in Motions(scene, random))
            {
                var found = index.Search(moved, First, Others, cancellationToken);
                asked++;
                same += found.Count == expected.Count && found.Zip(expected).All(p =>
                    p.First.Entry.Id == p.Second.Entry.Id && Math.Abs(p.First.Distance - p.Second.Distance) <= Tolerance * Math.Max(p.Second.Distance, LeastDistance)) ? 1 : 0;
            }
        }

        rows.Add(MeasureRow.AtLeast("nearest scenes unchanged by order, turn and shift", "", asked == 0 ? 0 : (double)same / asked, 1, $"{asked} questions", "relative tolerance 1e-9"));
    }

    private static IEnumerable<Recording> Motions(Recording scene, RandomStream random)
    {
        var tracks = scene.Tracks.ToArray();
        random.Shuffle<Track>(tracks);
        yield return scene with { Tracks = tracks };
        yield return Moved(scene, random.NextUniform(-Math.PI, Math.PI), Vector2d.Zero);
        yield return Moved(scene, 0, new Vector2d(random.NextUniform(-1000, 1000), random.NextUniform(-1000, 1000)));
        yield return Moved(scene with { Tracks = tracks }, random.NextUniform(-Math.PI, Math.PI), new Vector2d(random.NextUniform(-1000, 1000), random.NextUniform(-1000, 1000)));
    }

    private static Recording Moved(Recording scene, double turnRad, Vector2d shift)
    {
        var axis = Vector2d.FromHeading(turnRad);
        Vector2d Place(Vector2d p) => p.FromAxis(axis) + shift;
        Polyline Line(Polyline line) => new([.. line.Points.Select(Place)]);
        Lane Of(Lane lane) => lane with { Left = Line(lane.Left), Right = Line(lane.Right), Centre = Line(lane.Centre) };
        return scene with
        {
            Map = new RoadMap { Name = scene.Map.Name, Lanes = [.. scene.Map.Lanes.Select(Of)], Junctions = scene.Map.Junctions },
            Tracks = [.. scene.Tracks.Select(t =>
            {
                double[] x = new double[t.Count], y = new double[t.Count], heading = new double[t.Count];
                for (int i = 0; i < t.Count; i++)
                {
                    var p = Place(new(t.X.Span[i], t.Y.Span[i]));
                    (x[i], y[i], heading[i]) = (p.X, p.Y, t.HeadingRad.Span[i] + turnRad);
                }

                return t with { X = x, Y = y, HeadingRad = heading };
            })],
        };
    }

    private static void AddPrecision(List<MeasureRow> rows, DrawnScenes drawn, CancellationToken cancellationToken)
    {
        var byTag = BehaviourTag.All.Select(tag => (Tag: tag, Value: drawn.PrecisionByTag(tag, First, cancellationToken))).ToArray();
        var byScene = BehaviourTag.All.Select(tag => (Tag: tag, Value: drawn.PrecisionByScene(tag, First, cancellationToken))).ToArray();
        string n = $"{drawn.Scenes.Count} drawn scenes, {byTag.Length} tags";
        rows.Add(MeasureRow.AtLeast("tag retrieval precision@5, by tag", "", byTag.Average(t => t.Value), MinPrecision, n, Least(byTag)));
        rows.Add(MeasureRow.AtLeast("tag retrieval precision@5, by scene", "", byScene.Average(t => t.Value), MinPrecision, n, Least(byScene)));
        int given = 0, right = 0, known = 0, found = 0;
        for (int i = 0; i < drawn.Entries.Count; i++)
        {
            var manoeuvre = drawn.Manoeuvres[i];
            var tags = drawn.Entries[i].Entry.Tags.Where(t => t.ActorId == manoeuvre.ActorId).Select(t => t.Tag).Distinct().ToArray();
            known += manoeuvre.Tags.Count;
            found += manoeuvre.Tags.Count(tags.Contains);
            given += tags.Length;
            right += tags.Count(manoeuvre.Tags.Contains);
        }

        rows.Add(MeasureRow.AtLeast("tags found of those drawn", "", (double)found / known, MinProbe, $"{known} tags", "half of the scenes without a map"));
        rows.Add(MeasureRow.Plain("tags drawn of those found", "", (double)right / Math.Max(1, given), $"{given} tags", "a neighbour may bring tags that were not drawn"));
    }

    private static void AddProbes(List<MeasureRow> rows, DrawnScenes drawn, PathEncoder encoder)
    {
        double[][] vectors = [.. drawn.Entries.Select(e => e.Vectors[..encoder.Dimension])];
        int[] classes = [.. drawn.Manoeuvres.Select(m => BehaviourTag.All.ToList().IndexOf(m.Kind))];
        string n = $"{vectors.Length} drawn actors, {BehaviourTag.All.Count} classes";
        rows.Add(MeasureRow.AtLeast("tag accuracy of a linear probe, five folds", "", Probe.Linear(vectors, classes), MinProbe, n, "RealGen-AE 0.878, plain AE 0.825 on other data"));
        rows.Add(MeasureRow.Plain("tag accuracy of five neighbours, one left out", "", Probe.Neighbours(vectors, classes, First), n));
    }

    private static void AddHandLabels(List<MeasureRow> rows, IReadOnlyList<(string Name, Recording Recording)> clips, CancellationToken cancellationToken)
    {
        var score = new LabelScore();
        foreach (var (name, recording) in clips)
        {
            cancellationToken.ThrowIfCancellationRequested();
            score.Add(name, recording);
        }

        if (score.Labels.Count > 0)
        {
            rows.Add(MeasureRow.AtLeast("labels by hand found by the rules", "", score.Recall, MinProbe, $"{score.Labels.Count} labels", string.Join(", ", score.Labels.Where(l => !l.Found).Take(3).Select(l => $"missed {l.Label.File} {l.Label.ActorId} {l.Label.Tag}"))));
        }

        if (score.Given.Count > 0)
        {
            rows.Add(MeasureRow.AtLeast("tags of the path confirmed by labels by hand", "", score.Precision, MinPrecision, $"{score.Given.Count} tags"));
        }

        if (score.PrecisionAt(First) is { Tags: > 0 } ranked)
        {
            rows.Add(MeasureRow.AtLeast("precision@5 on clips labelled by hand", "", ranked.Precision, MinPrecision, $"{ranked.Tags} tags of the path"));
        }
    }

    private static string Least((string Tag, double Value)[] values)
    {
        var least = values.MinBy(v => v.Value);
        return string.Create(CultureInfo.InvariantCulture, $"least {least.Value:0.00} ({least.Tag})");
    }
}
