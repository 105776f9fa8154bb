using Sim.Numerics;
using Sim.Plugins.Retrieval.Combining;

namespace Sim.Plugins.Retrieval.Generating;

/// <summary>
/// Makes a new recording of a template's poses: each actor takes the template's way, at speeds blended from what it did there and what its counterparts
/// in the neighbouring scenes did, weighted by exp(−d/τ); then all are fitted to one another. Pure and deterministic.
/// </summary>
internal static class TemplateBlend
{
    private const double SpeedSpread = 0.05;

    /// <summary>The weights of the template itself and of its neighbours, in this order; they sum to 1.</summary>
    /// <param name="neighbours">The neighbours.</param>
    /// <param name="tau">τ; null for the mean distance.</param>
    /// <param name="temperature">Spread of the draws.</param>
    /// <param name="random">For the draws (Gumbel noise on the exponents).</param>
    public static double[] Weights(IReadOnlyList<TemplateNeighbour> neighbours, double? tau, double temperature, RandomStream random)
    {
        double scale = Math.Max(tau ?? (neighbours.Count > 0 ? neighbours.Average(n => n.Distance) : 1), 1e-9);
        var weights = new double[neighbours.Count + 1];
        double top = double.NegativeInfinity;
        for (int i = 0; i < weights.Length; i++)
        {
            double gumbel = -Pinned.Log(-Pinned.Log(random.NextUniform(1e-9, 1 - 1e-9)));
            weights[i] = -(i == 0 ? 0 : neighbours[i - 1].Distance / scale) + temperature * gumbel;
            top = Math.Max(top, weights[i]);
        }

        double total = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = Pinned.Exp(weights[i] - top);
            total += weights[i];
        }

        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] /= total;
        }

        return weights;
    }

    /// <summary>Makes the recording.</summary>
    /// <param name="template">The template.</param>
    /// <param name="neighbours">Scenes to blend with.</param>
    /// <param name="weights">Of the template and of each neighbour.</param>
    /// <param name="options">Limits of motion, unevenness, seed and temperature.</param>
    /// <param name="steps">Steps to make, at most those of the template.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Recording Make(
        Template template,
        IReadOnlyList<TemplateNeighbour> neighbours,
        IReadOnlyList<double> weights,
        CombinerOptions options,
        int steps,
        CancellationToken cancellationToken)
    {
        var scene = template.Scene;
        double dt = scene.StepUs * 1e-6;
        int knots = Math.Max(1, (int)Math.Ceiling(steps * dt / ProfileLibrary.KnotS));
        var start = SceneNow.At(scene, 0, 0);
        start = start.On([.. start.Actors.Select(a => RecordedPath.CourseOf(scene.Tracks[a.Track], scene.Map))]);
        var random = new RandomStream(options.Seed);
        var plans = new ActorPlan[start.Actors.Length];
        for (int a = 0; a < plans.Length; a++)
        {
            int track = start.Actors[a].Track;
            double[] gone = Gone(scene.Tracks[track], track, neighbours, weights, knots, dt);
            double pace = 1 + SpeedSpread * options.Temperature * Math.Clamp(random.Fork("pace", a).NextNormal(), -2, 2);
            for (int k = 1; k < gone.Length; k++)
            {
                gone[k] *= pace;
            }

            plans[a] = new ActorPlan
            {
                Along = new SpeedCurve(gone, Math.Max(0, start.Actors[a].SpeedMps)),
                AcrossM = [start.Actors[a].D, 0, 0],
                TurnRad = [0, 0],
                Sources = [],
            };
        }

        var states = MotionBuilder.Run(start, plans, options, steps, cancellationToken);
        return Record(template, start, plans, states, steps);
    }

    // Increments, not distances, so that a counterpart that leaves early drops out without a jump.
    private static double[] Gone(Track own, int index, IReadOnlyList<TemplateNeighbour> neighbours, IReadOnlyList<double> weights, int knots, double dt)
    {
        double v0 = Math.Max(own.At(0).SpeedMps, 0);
        var examples = new List<(double[] Gone, double Scale, double Weight)> { (RecordedPath.Gone(own, 0, knots, dt), 1, weights[0]) };
        for (int n = 0; n < neighbours.Count; n++)
        {
            int match = index < neighbours[n].Matches.Count ? neighbours[n].Matches[index] : -1;
            if (match < 0 || v0 < 0.5 || !neighbours[n].Scene.Tracks[match].IsPresent(neighbours[n].Steps[index]))
            {
                continue;
            }

            var other = neighbours[n].Scene.Tracks[match];
            double first = Math.Max(other.At(neighbours[n].Steps[index]).SpeedMps, 0);
            double scale = v0 > 2 && first > 2 ? Math.Clamp(v0 / first, 0.5, 2) : 1;
            examples.Add((RecordedPath.Gone(other, neighbours[n].Steps[index], knots, neighbours[n].Scene.StepUs * 1e-6), scale, weights[n + 1]));
        }

        var gone = new double[knots + 1];
        for (int k = 1; k <= knots; k++)
        {
            double sum = 0;
            double weight = 0;
            foreach (var (path, scale, w) in examples)
            {
                if (k < path.Length)
                {
                    sum += w * scale * (path[k] - path[k - 1]);
                    weight += w;
                }
            }

            gone[k] = gone[k - 1] + (weight > 0 ? sum / weight : k > 1 ? gone[k - 1] - gone[k - 2] : v0 * ProfileLibrary.KnotS);
        }

        return gone;
    }

    private static Recording Record(Template template, SceneNow start, ActorPlan[] plans, ActorState[][] states, int steps)
    {
        var scene = template.Scene;
        var tracks = new List<Track>(scene.Tracks.Count);
        var index = start.Actors.Select((a, i) => (a.Track, i)).ToDictionary(p => p.Track, p => p.i);
        for (int t = 0; t < scene.Tracks.Count; t++)
        {
            var own = scene.Tracks[t];
            if (!index.TryGetValue(t, out int a))
            {
                // Who comes later comes as recorded.
                if (own.Slice(0, steps + 1) is { } later)
                {
                    tracks.Add(later);
                }

                continue;
            }

            int last = Math.Min(steps, LeavesAt(own, states[a], steps));
            if (last >= 1)
            {
                tracks.Add(Track.FromStates(own.Id, own.Class, own.Body, 0, states[a].AsSpan(0, last + 1)));
            }
        }

        return scene with { Tracks = tracks, StepCount = steps + 1, Contacts = [], Events = [], Answers = [], Signals = [.. scene.Signals.Select(s => s.Slice(0, steps + 1))] };
    }

    // An actor that left the recorded road leaves it at the same place again.
    private static int LeavesAt(Track own, ActorState[] states, int steps)
    {
        int end = own.EndStep - 1;
        if (end >= steps)
        {
            return steps;
        }

        var exit = own.At(end).Pose;
        for (int k = 1; k <= steps; k++)
        {
            if (exit.PointToBody(states[k].Pose.Position).X > 0)
            {
                return k;
            }
        }

        return steps;
    }
}
