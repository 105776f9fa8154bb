using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Combining;
using Sim.Plugins.Retrieval.Distances;
using Sim.Plugins.Retrieval.Evaluating.Manoeuvres;
using Sim.Plugins.Retrieval.Index;
using Sim.Plugins.Retrieval.Tags;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Retrieval.SelfTests;

/// <summary>Distances of scenes and braking by hand, drawn manoeuvres and their tags, a search against comparing with every scene.</summary>
internal sealed class RetrievalSelfTest : ISelfTest
{
    private const int Scenes = 12;
    private const ulong Seed = 7;

    /// <inheritdoc/>
    public string Name => "retrieval";

    /// <inheritdoc/>
    public string Description => "Distances of scenes and braking by hand, tags of drawn manoeuvres, the search against all distances.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken) => [.. Distances(), .. Stops(), .. Tags(), .. Search(cancellationToken)];

    private static IEnumerable<SelfCheck> Distances()
    {
        const string Hand = "best assignment by hand";
        yield return SelfCheck.OfNumber("sets {1, 4} and {5, 2}", Math.Sqrt(2.0 / SceneOptions.MaxActors), new SetDistance(1).Between([1, 4], [5, 2]), 1e-15, Hand);
        var matches = new int[2];
        yield return SelfCheck.OfNumber("an actor without partner", Math.Sqrt(16.0 / SceneOptions.MaxActors), new SetDistance(2).Between([0, -4, 0, 1], [0, 1], matches), 1e-15, Hand);
        yield return SelfCheck.OfNumbers("who is compared with whom", [-1, 0], [.. matches.Select(m => (double)m)], 0, Hand);
    }

    private static IEnumerable<SelfCheck> Stops()
    {
        const string Hand = "by hand: 10 m/s, 2 m/s^2, 75 m";
        yield return SelfCheck.OfNumbers(
            "way before a far stop after 4, 5, 6 and 60 s", [40, 50, 59, 75],
            [Braking.LatestStop(10, 75, 2, 4), Braking.LatestStop(10, 75, 2, 5), Braking.LatestStop(10, 75, 2, 6), Braking.LatestStop(10, 75, 2, 60)], 1e-9, Hand);
        yield return SelfCheck.OfNumber("way before a stop that is too near", 100 / 8.0, Braking.LatestStop(10, 1, 2, 100), 1e-9, "by hand: 10^2 / (2 * 4)");
    }

    private static IEnumerable<SelfCheck> Tags() => ManoeuvreSynthesiser.Kinds.Select(kind =>
    {
        var drawn = ManoeuvreSynthesiser.Draw(kind, Seed);
        bool found = BehaviourTagger.Find(drawn.Recording).Any(s => s.ActorId == drawn.ActorId && s.Tag == kind);
        return SelfCheck.OfText($"a drawn manoeuvre: {kind}", "recognised", found ? "recognised" : "not recognised", "drawn as what it is called");
    });

    private static IEnumerable<SelfCheck> Search(CancellationToken cancellationToken)
    {
        var encoder = new PathEncoder();
        var indexer = new SceneIndexer(encoder);
        var scenes = new List<IndexedScene>();
        var motions = new Dictionary<string, double[]>(StringComparer.Ordinal);
        for (int i = 0; i < Scenes; i++)
        {
            var recording = Wander((ulong)i, 3 + (i % 6), 81);
            scenes.AddRange(indexer.Index(recording, new SceneSource($"r{i}", $"{i:x8}"), cancellationToken));
        }

        var index = RetrievalIndex.InMemory(encoder, scenes);
        for (int i = 0; i < index.Count; i++)
        {
            int number = int.Parse(index[i].Source.File[1..], System.Globalization.CultureInfo.InvariantCulture);
            motions[index[i].Id] = Vectors(encoder, SceneCutter.Open(Wander((ulong)number, 3 + (number % 6), 81), index[i].Window));
        }

        var question = Wander(70, 5, 81);
        double[] asked = Vectors(encoder, question);
        var distance = new SetDistance(encoder.Dimension);
        var expected = motions.Select(m => (m.Key, Distance: distance.Between(asked, m.Value))).OrderBy(m => m.Distance).ThenBy(m => m.Key, StringComparer.Ordinal).Take(5).ToList();
        var found = index.Search(question, 5, null, cancellationToken);
        yield return SelfCheck.OfText("the five nearest scenes", string.Join(' ', expected.Select(e => e.Key)), string.Join(' ', found.Select(m => m.Entry.Id)), "distances to all scenes", motions.Count);
        yield return SelfCheck.OfNumbers("their distances", [.. expected.Select(e => e.Distance)], [.. found.Select(m => m.Distance)], 1e-12, "distances to all scenes");
    }

    private static double[] Vectors(IBehaviourEncoder encoder, Recording scene)
    {
        var vectors = new double[scene.Tracks.Count * encoder.Dimension];
        encoder.EncodeAll(scene, vectors);
        return vectors;
    }

    /// <summary>Actors that drive smooth drawn paths on open ground.</summary>
    private static Recording Wander(ulong seed, int actors, int steps)
    {
        var random = new RandomStream(seed);
        var tracks = new Track[actors];
        for (int a = 0; a < actors; a++)
        {
            var place = new Vector2d(random.NextUniform(-40, 40), random.NextUniform(-40, 40));
            double heading = random.NextUniform(-3, 3), speed = random.NextUniform(2, 15), yaw = random.NextUniform(-0.3, 0.3);
            var states = new ActorState[steps];
            for (int i = 0; i < steps; i++)
            {
                states[i] = new ActorState(place.X, place.Y, heading, speed);
                place += Vector2d.FromHeading(heading) * (speed * 0.1);
                heading += yaw * 0.1;
            }

            tracks[a] = Track.FromStates($"a{a}", ActorClass.Car, new BodyBox(4.5, 1.8), 0, states);
        }

        return new Recording
        {
            Name = "self-test",
            StepUs = SceneOptions.StepUs,
            StepCount = steps,
            Map = RoadMap.Empty,
            Tracks = tracks,
            EgoId = tracks[0].Id,
            Provenance = new Provenance { Generator = "self-test", Licence = "CC0-1.0" },
        };
    }
}
