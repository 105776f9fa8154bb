using Sim.Interp.Conventions;
using Sim.Numerics;
using Sim.Numerics.Optimisers;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// New starts for dead features of a ReLU autoencoder (interp §1.4): inputs are drawn without return, each with a chance in proportion to the length of its reconstruction's error; a dead feature
/// takes such an input, scaled by 0.2 of the mean length of living encoder rows, as its encoder row, and its direction as its decoder row; its bias becomes zero and the optimiser forgets it.
/// </summary>
internal sealed class FeatureResampling
{
    private readonly DeadFeatures _silent;
    private readonly ulong _seed;
    private readonly int _place;
    private readonly bool _weights;
    private readonly bool _allForgotten;

    private FeatureResampling(long every, int features, ulong seed, int place, bool weights, bool allForgotten)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        (Every, _silent, _seed, _place, _weights, _allForgotten) = (every, new DeadFeatures(features), seed, (int)((place + every) % every), weights, allForgotten);
    }

    /// <summary>Steps from one time to the next.</summary>
    public long Every { get; }

    /// <summary>From options; null where they ask for none.</summary>
    /// <param name="options">The trainer's.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="place">Which of <see cref="Every"/> steps it is; -1 for the last.</param>
    /// <param name="weights">Whether weights are replaced at all.</param>
    /// <param name="allForgotten">Whether the optimiser forgets all dead features, or only those that were replaced.</param>
    public static FeatureResampling? From(ResamplingOptions? options, int features, int place, bool weights, bool allForgotten)
    {
        if (options?.ResampleSteps is not { } every)
        {
            return null;
        }

        return options.DecayStart is null ? new FeatureResampling(every, features, options.Seed, place, weights, allForgotten) : throw new ArgumentException("resampling warms the rate up again and again; it cannot fall too", nameof(options));
    }

    /// <summary>Takes a pass into account.</summary>
    public void Count(Codes codes) => _silent.Count(codes, 1);

    /// <summary>Resamples where the step is one at which it is due.</summary>
    /// <param name="model">Changed.</param>
    /// <param name="moments">Of the optimiser; changed.</param>
    /// <param name="input">The step's batch.</param>
    /// <param name="step">Number of the step, from 0.</param>
    public void Run(StandardAutoencoder model, OptimiserState moments, Tensor input, long step)
    {
        if (step % Every != _place)
        {
            return;
        }

        List<int> dead = [];
        for (int feature = 0; feature < model.Features; feature++)
        {
            if (_silent.Since[feature] > Every / 2.0)
            {
                dead.Add(feature);
            }
        }

        if (dead.Count == 0)
        {
            return;
        }

        int replaced = 0;
        if (_weights)
        {
            var random = new RandomStream(Seed.Derive(_seed, $"step {step}", 0, "resample"));
            int[] chosen = Draw(Errors(model, input), dead.Count, random);
            Replace(model, input, dead, chosen);
            replaced = chosen.Length;
        }

        foreach (int feature in _allForgotten ? dead : dead[..replaced])
        {
            Forget(moments, model, feature);
        }
    }

    public void Save(TrainingState state) => state.Counters["silent_steps"] = _silent.Since.ToArray();

    public void Restore(TrainingState state) => _silent.Restore(state.Counter("silent_steps", _silent.Since.Length));

    /// <summary>Draws places without return, each with a chance in proportion to its weight; as many as asked for, or as have a weight.</summary>
    internal static int[] Draw(double[] weights, int count, RandomStream random)
    {
        double[] left = [.. weights];
        List<int> drawn = [];
        while (drawn.Count < count)
        {
            double total = left.Sum();
            if (!(total > 0))
            {
                break;
            }

            double at = random.NextDouble() * total;
            int place = -1;
            for (int i = 0; i < left.Length && (place < 0 || at >= 0); i++)
            {
                if (left[i] > 0)
                {
                    place = i;
                    at -= left[i];
                }
            }

            drawn.Add(place);
            left[place] = 0;
        }

        return [.. drawn];
    }

    private static double[] Errors(StandardAutoencoder model, Tensor input)
    {
        Tensor found = model.Decode(model.Encode(input));
        double[] errors = new double[input.Rows];
        for (int row = 0; row < input.Rows; row++)
        {
            double squares = 0;
            for (int i = 0; i < input.Columns; i++)
            {
                double difference = input.Row(row)[i] - found.Row(row)[i];
                squares += difference * difference;
            }

            errors[row] = Math.Sqrt(squares);
        }

        return errors;
    }

    private static void Replace(StandardAutoencoder model, Tensor input, List<int> dead, int[] chosen)
    {
        var gone = dead.ToHashSet();
        double sum = 0;
        int living = 0;
        for (int feature = 0; feature < model.Features; feature++)
        {
            // Where nothing lives, the dead must say how long a row is.
            if (gone.Count == model.Features || !gone.Contains(feature))
            {
                sum += DecoderRows.Length(model.Encoder.Value.Row(feature));
                living++;
            }
        }

        float scale = (float)(sum / living * 0.2);
        for (int i = 0; i < chosen.Length; i++)
        {
            ReadOnlySpan<float> from = input.Row(chosen[i]);
            Elementwise.Scale(from, scale, model.Encoder.Value.Row(dead[i]));
            float length = DecoderRows.Length(from);
            if (length > 0)
            {
                Elementwise.Scale(from, 1 / length, model.Decoder.Value.Row(dead[i]));
            }

            model.EncoderBias.Value.Values[dead[i]] = 0;
        }
    }

    private static void Forget(OptimiserState moments, StandardAutoencoder model, int feature)
    {
        foreach ((string name, Tensor moment) in moments.Tensors)
        {
            if (name.StartsWith(model.DecoderBias.Name + ".", StringComparison.Ordinal))
            {
                continue;
            }

            (moment.Rank == 2 ? moment.Row(feature) : moment.Values.Slice(feature, 1)).Clear();
        }
    }
}
