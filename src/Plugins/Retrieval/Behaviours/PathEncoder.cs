using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Behaviours;

/// <summary>
/// The hand-made behaviour descriptor (specification §1, "C# without a trained network"): what an actor did in its own frame, on its road and to
/// its neighbours. Every part is a continuous function of the motions, so small changes of a scene move its vector little. docs/retrieval/descriptors.md
/// lists the components. Thread-safe.
/// </summary>
internal sealed class PathEncoder(PathWeights? weights = null) : IBehaviourEncoder
{
    /// <summary>Nodes of the path by arc length, of the speeds and drifts by time.</summary>
    private const int PathNodes = 6;
    private const int DriftNodes = 4;
    private const int RoadStride = 5;
    private const double StandsM = 0.5;
    private readonly PathWeights _weights = weights ?? new PathWeights();

    /// <inheritdoc/>
    public string Name => "path";

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public int Dimension => 1 + 1 + PathNodes * 3 + 3 + DriftNodes + 2 + NeighbourRelations.Dimension + 3 + 1;

    /// <inheritdoc/>
    public void Encode(Recording scene, int track, Span<double> vector)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)track, (uint)scene.Tracks.Count, nameof(track));
        Encode(scene, Motions(scene), track, vector);
    }

    /// <inheritdoc/>
    public void EncodeAll(Recording scene, Span<double> vectors)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var motions = Motions(scene);
        for (int track = 0; track < motions.Length; track++)
        {
            Encode(scene, motions, track, vectors.Slice(track * Dimension, Dimension));
        }
    }

    private static ActorMotion?[] Motions(Recording scene)
    {
        if (scene.StepUs != SceneOptions.StepUs)
        {
            throw new ArgumentException($"Scenes have steps of {SceneOptions.StepUs} µs, this one has {scene.StepUs}.", nameof(scene));
        }

        return [.. scene.Tracks.Select(ActorMotion.Of)];
    }

    private void Encode(Recording scene, ActorMotion?[] motions, int track, Span<double> vector)
    {
        vector = vector[..Dimension];
        vector.Clear();
        if (motions[track] is not { } motion)
        {
            return;
        }

        var w = _weights;
        vector[0] = w.Presence;
        int at = 1;
        at = Path(motion, vector, at);
        at = Speeds(motion, vector, at);
        at = Road(motion, RoadReference.Of(motion, scene.Map, RoadStride), vector, at);
        NeighbourRelations.Write(motions, track, w.Relation, vector.Slice(at, NeighbourRelations.Dimension));
        at += NeighbourRelations.Dimension;
        vector[at++] = motion.Class is ActorClass.Pedestrian or ActorClass.Animal ? w.Class : 0;
        vector[at++] = motion.Class is ActorClass.Bicycle or ActorClass.Motorcycle ? w.Class : 0;
        vector[at++] = motion.Class is ActorClass.Truck or ActorClass.Bus or ActorClass.Trailer or ActorClass.Train ? w.Class : 0;
        vector[at] = w.Duration * motion.Count * ActorMotion.StepS / 8;
    }

    // The own frame: the first position, and the direction in which the path sets out.
    private int Path(ActorMotion motion, Span<double> vector, int at)
    {
        var w = _weights;
        double length = motion.PathM;
        var origin = motion.At(0);
        double start = motion.Heading[0];
        if (length > StandsM)
        {
            var chord = motion.AtArc(Math.Min(length, 2), out _) - origin;
            double set = chord.ToHeading();
            start += Pinned.AngleDifference(set, start) * Math.Min(1, length / 2);
        }

        var axis = Vector2d.FromHeading(start);
        for (int k = 1; k <= PathNodes; k++)
        {
            var local = (motion.AtArc(length * k / PathNodes, out double heading) - origin).ToAxis(axis);
            if (k == PathNodes)
            {
                vector[at++] = w.Along * Compressed(local.X, 10);
            }

            vector[at++] = w.Across * Compressed(local.Y, 2);
            vector[at++] = w.Turn * Bounded((heading - start) / 0.6, 4);
        }

        return at;
    }

    private int Speeds(ActorMotion motion, Span<double> vector, int at)
    {
        var w = _weights;
        for (int k = 0; k < PathNodes; k++)
        {
            double place = (motion.Count - 1) * (double)k / (PathNodes - 1);
            int i = Math.Min((int)place, motion.Count - 1);
            int next = Math.Min(i + 1, motion.Count - 1);
            vector[at++] = w.Speed * (motion.Speed[i] + (motion.Speed[next] - motion.Speed[i]) * (place - i)) / 8;
        }

        double most = 0, least = 0, stands = 0;
        for (int i = 0; i < motion.Count; i++)
        {
            most = Math.Max(most, motion.Accel[i]);
            least = Math.Min(least, motion.Accel[i]);
            stands += 1 / (1 + motion.Speed[i] * motion.Speed[i]);
        }

        vector[at++] = w.Accel * Bounded(most / 2, 3);
        vector[at++] = w.Accel * Bounded(least / 2, 3);
        vector[at++] = w.Stands * stands / motion.Count;
        return at;
    }

    private int Road(ActorMotion motion, RoadReference? road, Span<double> vector, int at)
    {
        var w = _weights;
        int last = motion.Count - 1;
        if (road is null)
        {
            return at + DriftNodes + 2;
        }

        double share = (double)road.OnRoad / motion.Count;
        for (int k = 1; k <= DriftNodes; k++)
        {
            vector[at++] = w.Drift * share * Bounded(road.Drift[last * k / DriftNodes] / 1.75, 3);
        }

        double turned = motion.Heading[last] - motion.Heading[0];
        double road0 = road.Heading[last] - road.Heading[0];
        vector[at++] = w.OwnTurn * share * Bounded((turned - road0) / 0.6, 4);
        vector[at++] = w.Offset * share * Bounded((road.Offset[last] - road.Offset[0]) / 1.75, 2);
        return at;
    }

    // Odd and rising: linear near zero, logarithmic far away.
    private static double Compressed(double value, double scale)
    {
        double size = Pinned.Log(1 + Math.Abs(value) / scale);
        return value < 0 ? -size : size;
    }

    // Odd, rising, linear near zero, never beyond the limit.
    private static double Bounded(double value, double limit) => value / Math.Sqrt(1 + value * value / (limit * limit));
}
