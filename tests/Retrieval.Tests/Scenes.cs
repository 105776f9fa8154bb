using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Index;

namespace Sim.Tests.Retrieval;

/// <summary>Recordings for tests: actors that drive smooth random paths, and motions of scenes.</summary>
internal static class Scenes
{
    /// <summary>A recording of wandering actors on open ground.</summary>
    public static Recording Wander(ulong seed, int actors, int count = 81, RoadMap? map = null)
    {
        var random = new RandomStream(seed);
        var tracks = new List<Track>();
        for (int a = 0; a < actors; a++)
        {
            double x = random.NextUniform(-40, 40), y = random.NextUniform(-40, 40), heading = random.NextUniform(-3, 3);
            double speed = random.NextUniform(2, 15), accel = random.NextUniform(-1, 1), yaw = random.NextUniform(-0.3, 0.3);
            int first = a == 0 ? 0 : random.NextInt(0, count / 4);
            var states = new ActorState[count - first];
            for (int i = 0; i < states.Length; i++)
            {
                states[i] = new ActorState(x, y, heading, speed);
                var (sin, cos) = Pinned.SinCos(heading);
                x += speed * cos * 0.1;
                y += speed * sin * 0.1;
                heading += yaw * 0.1;
                speed = Math.Max(0, speed + accel * 0.1);
            }

            tracks.Add(Track.FromStates($"a{a}", ActorClass.Car, new BodyBox(4.5, 1.8), first, states));
        }

        return Of(tracks, count, map);
    }

    /// <summary>A recording of tracks.</summary>
    public static Recording Of(IReadOnlyList<Track> tracks, int count, RoadMap? map = null) => new()
    {
        Name = "test",
        StepUs = SceneOptions.StepUs,
        StepCount = count,
        Map = map ?? RoadMap.Empty,
        Tracks = tracks,
        EgoId = tracks[0].Id,
        Provenance = new Provenance { Generator = "test", Licence = "CC0-1.0" },
    };

    /// <summary>The recording turned and shifted, map and all.</summary>
    public static Recording Moved(Recording recording, double turnRad, Vector2d shift)
    {
        var axis = Vector2d.FromHeading(turnRad);
        Vector2d Place(Vector2d p) => p.FromAxis(axis) + shift;
        Polyline Line(Polyline line) => new([.. line.Points.Select(Place)]);
        return recording with
        {
            Map = recording.Map with
            {
                Lanes = [.. recording.Map.Lanes.Select(l => l with { Left = Line(l.Left), Right = Line(l.Right), Centre = Line(l.Centre) })],
                Areas = [],
                Crosswalks = [],
                StopLines = [],
                Signals = [],
            },
            Tracks = [.. recording.Tracks.Select(t =>
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

    /// <summary>The recording with its tracks in another order.</summary>
    public static Recording Shuffled(Recording recording, ulong seed)
    {
        var tracks = recording.Tracks.ToArray();
        new RandomStream(seed).Shuffle<Track>(tracks);
        return recording with { Tracks = tracks };
    }

    /// <summary>Vectors of all actors.</summary>
    public static double[] Vectors(Recording scene)
    {
        var encoder = (IBehaviourEncoder)new PathEncoder();
        var vectors = new double[scene.Tracks.Count * encoder.Dimension];
        encoder.EncodeAll(scene, vectors);
        return vectors;
    }

    /// <summary>An index of the scenes of recordings, each under its own source.</summary>
    public static (RetrievalIndex Index, RecordingLibrary Library) Index(params IReadOnlyList<Recording> recordings)
    {
        var encoder = new PathEncoder();
        var indexer = new SceneIndexer(encoder);
        var library = new RecordingLibrary();
        var scenes = new List<IndexedScene>();
        for (int i = 0; i < recordings.Count; i++)
        {
            var source = new SceneSource($"r{i}.xml", $"{i:x8}");
            library.Put(source, recordings[i]);
            scenes.AddRange(indexer.Index(recordings[i], source, TestContext.Current.CancellationToken));
        }

        return (RetrievalIndex.InMemory(encoder, scenes), library);
    }
}
