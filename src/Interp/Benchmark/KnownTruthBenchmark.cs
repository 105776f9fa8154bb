using System.Collections.Concurrent;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>Trains variants on data with known truth, with the same tokens and the same number of codes, and measures what they found.</summary>
/// <remarks>Rates and knobs are chosen on held-out tokens of the first repetition; other repetitions keep the rate and search the knob near that of the first. The same options give the same results for any number of threads.</remarks>
public static class KnownTruthBenchmark
{
    private const double Tolerance = 0.03;

    /// <summary>Trains and measures every variant on a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="variants">The variants.</param>
    /// <param name="options">How much is done.</param>
    /// <param name="progress">Called with each result when it is there, from any thread; may be null.</param>
    public static IReadOnlyList<BenchmarkResult> Run(BenchmarkTask task, IReadOnlyList<BenchmarkVariant> variants, BenchmarkOptions options, Action<BenchmarkResult>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(variants);
        ArgumentNullException.ThrowIfNull(options);
        Repetition[] repetitions = new Repetition[options.Seeds];
        Each(options.Seeds, options.Threads, seed => repetitions[seed] = Repetition.Make(task, options, seed));
        var results = new BenchmarkResult[variants.Count];
        Each(variants.Count, options.Threads, i =>
        {
            results[i] = new BenchmarkResult(task.Name, variants[i], repetitions[0].Data.Active, Scores(task, variants[i], options, repetitions));
            progress?.Invoke(results[i]);
        });
        return results;
    }

    internal static ulong SeedOf(BenchmarkTask task, BenchmarkOptions options, int number) => Seed.Derive(options.Seed, task.Name, number, "sae-benchmark");

    internal static double Count(Tensor codes, out double dead)
    {
        bool[] fired = new bool[codes.Columns];
        long active = 0;
        for (int row = 0; row < codes.Rows; row++)
        {
            ReadOnlySpan<float> values = codes.Row(row);
            for (int i = 0; i < values.Length; i++)
            {
                if (values[i] != 0)
                {
                    (fired[i], active) = (true, active + 1);
                }
            }
        }

        dead = fired.Count(f => !f) / (double)fired.Length;
        return (double)active / codes.Rows;
    }

    private static BenchmarkScore[] Scores(BenchmarkTask task, BenchmarkVariant variant, BenchmarkOptions options, Repetition[] repetitions)
    {
        (double Rate, Trained Trained)? best = null;
        double start = variant.Knob is { } range ? Math.Sqrt(range.Low * range.High) : 0;
        foreach (double rate in variant.Rates.OrderBy(r => Math.Abs(Math.Log(r / variant.Rates[variant.Rates.Count / 2]))).Take(options.Rates))
        {
            Trained trained = Search(task, variant, options, repetitions[0], rate, best?.Trained.Knob ?? start);
            if (best is null || Better(trained, best.Value.Trained, repetitions[0].Data.Active))
            {
                best = (rate, trained);
            }
        }

        (double chosen, Trained first) = best!.Value;
        var scores = new BenchmarkScore[repetitions.Length];
        for (int i = 0; i < repetitions.Length; i++)
        {
            scores[i] = repetitions[i].Score(i == 0 ? first : Search(task, variant, options, repetitions[i], chosen, first.Knob), chosen);
        }

        return scores;
    }

    // A model with the wanted number of codes before one without; then the one that explains more.
    private static bool Better(Trained a, Trained b, int active)
    {
        bool hitsA = Math.Abs(a.Active - active) <= 0.1 * active, hitsB = Math.Abs(b.Active - active) <= 0.1 * active;
        return hitsA != hitsB ? hitsA : a.Unexplained < b.Unexplained;
    }

    // Between a knob with too many codes and one with too few, the next is where a line through the logarithms comes to the wanted number; before both are known, a step as long as the miss.
    private static Trained Search(BenchmarkTask task, BenchmarkVariant variant, BenchmarkOptions options, Repetition repetition, double rate, double start)
    {
        if (variant.Knob is not { } knob)
        {
            return repetition.Train(task, variant, options, rate, 0);
        }

        double at = Math.Log(start), least = Math.Log(knob.Low), greatest = Math.Log(knob.High);
        (double At, double Miss)? many = null, few = null;
        Trained? nearest = null;
        double smallest = double.PositiveInfinity;
        for (int i = 0; i < Math.Max(1, options.Searches); i++)
        {
            Trained trained = repetition.Train(task, variant, options, rate, Math.Exp(at));
            double miss = Math.Clamp(Math.Log(trained.Active / repetition.Data.Active), -3, 3);
            if (nearest is null || Math.Abs(miss) < smallest)
            {
                (nearest, smallest) = (trained, Math.Abs(miss));
            }

            if (Math.Abs(miss) <= Tolerance)
            {
                break;
            }

            if (miss > 0)
            {
                many = (at, miss);
            }
            else
            {
                few = (at, miss);
            }

            at = many is { } m && few is { } f
                ? m.At + ((f.At - m.At) * Math.Clamp(m.Miss / (m.Miss - f.Miss), 0.1, 0.9))
                : Math.Clamp(at + (knob.Raises ? -miss : miss) + (Math.Sign(miss) * (knob.Raises ? -0.1 : 0.1)), least, greatest);
        }

        return nearest!;
    }

    private static void Each(int count, int threads, Action<int> work)
    {
        // Each item is done by one thread alone, so that many small trainings do not wait for one another.
        Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            using WorkerLimit limit = Workers.Limit(1);
            work(i);
        });
    }

    // A training that came to numbers that are not finite has no model that could be measured.
    private sealed record Trained(SparseAutoencoder? Model, double Knob, double Unexplained, double Active);

    private sealed record Repetition(int Number, ulong Seed, KnownData Data, KnownBatch Training, KnownBatch Held, KnownBatch Fresh)
    {
        public static Repetition Make(BenchmarkTask task, BenchmarkOptions options, int number)
        {
            ulong seed = SeedOf(task, options, number);
            KnownData data = task.Data(seed);
            return new Repetition(number, seed, data, data.Draw(options.Steps * options.Batch, "training"), data.Draw(options.Tokens, "held out"), data.Draw(options.Tokens, "fresh"));
        }

        public Trained Train(BenchmarkTask task, BenchmarkVariant variant, BenchmarkOptions options, double rate, double knob)
        {
            int steps = options.Steps * task.Passes;
            BenchmarkLearner learner = variant.Make(new BenchmarkSetting(Data.Width, task.Features, Data.Active, steps, options.Batch, Seed, rate, knob));
            try
            {
                for (int step = 0; step < steps; step++)
                {
                    learner.Step(Training.Activations.Slice(step % options.Steps * options.Batch, options.Batch));
                }

                SparseAutoencoder model = learner.Model();
                Tensor codes = model.Encode(Held.Activations);
                double unexplained = Interp.Unexplained.Of(Held.Activations, model.Decode(codes));
                return new Trained(double.IsFinite(unexplained) ? model : null, knob, double.IsFinite(unexplained) ? unexplained : double.PositiveInfinity, Count(codes, out _));
            }
            catch (ArgumentException) when (learner.Model().Parameters.Any(p => p.Value.Values.ContainsAnyExceptInRange(float.MinValue, float.MaxValue)))
            {
                return new Trained(null, knob, double.PositiveInfinity, double.PositiveInfinity);
            }
        }

        public BenchmarkScore Score(Trained trained, double rate)
        {
            if (trained.Model is null)
            {
                return new BenchmarkScore(Number, rate, trained.Knob, null);
            }

            Tensor directions = FeatureDirections.Of(trained.Model), codes = trained.Model.Encode(Fresh.Activations);
            double active = Count(codes, out double dead), recovered;
            double recovery = Data.Manifolds.Count == 0 ? Recovery.Of(Data.Directions, directions, out recovered) : Manifolds(directions, codes, out recovered);
            return new BenchmarkScore(Number, rate, trained.Knob, new BenchmarkMeasures(recovery, recovered, Recovery.OfCodes(Fresh.Codes, codes), Interp.Unexplained.Of(Fresh.Activations, trained.Model.Decode(codes)), dead, active));
        }

        private double Manifolds(Tensor directions, Tensor codes, out double restricted)
        {
            (double capture, restricted) = ManifoldRecovery.Of(Data, Fresh, directions, codes);
            return capture;
        }
    }
}
