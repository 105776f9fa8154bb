using Sim.Interp;
using Sim.Interp.Evaluating;
using Sim.Interp.Formats;
using Sim.Interp.Recipes;
using Sim.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.SparseAutoencoders.SelfTests;

/// <summary>Codes, reconstructions and figures by hand; every recipe trained a few steps, with one thread and several, stored and read.</summary>
internal sealed class SaeSelfTest : ISelfTest
{
    private const int Width = 6, Features = 16, Batch = 32, Steps = 3;

    /// <inheritdoc/>
    public string Name => "sae";

    /// <inheritdoc/>
    public string Description => "Codes and figures of autoencoders by hand; every recipe trained with one thread and several.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken) => [.. Codes(), .. Figures(), .. Trainings(cancellationToken)];

    private static IEnumerable<SelfCheck> Codes()
    {
        const string Hand = "by hand";
        var encoder = Tensor.Wrap([1, 0, 0, 1, 1, 1], 3, 2);
        var topK = new TopKAutoencoder(encoder, Tensor.Wrap([0, 0, -1], 3), encoder.Copy(), Tensor.Wrap([1, 1], 2), new TopKOptions(2));
        Tensor codes = topK.Encode(Tensor.Wrap([3, 2], 1, 2));
        yield return SelfCheck.OfNumbers("codes of TopK with k 2", [2, 0, 2], Doubles(codes), 0, Hand);
        yield return SelfCheck.OfNumbers("its reconstruction", [5, 3], Doubles(topK.Decode(codes)), 0, Hand);
        var jump = new JumpReluAutoencoder(encoder.Copy(), Tensor.Wrap([0, 0, -1], 3), Tensor.Wrap([3, 1, 3.5f], 3), encoder.Copy(), Tensor.Wrap([1, 1], 2));
        yield return SelfCheck.OfNumbers("codes of JumpReLU at thresholds 3, 1, 3.5", [0, 2, 4], Doubles(jump.Encode(Tensor.Wrap([3, 2], 1, 2))), 0, Hand);
    }

    private static IEnumerable<SelfCheck> Figures()
    {
        const string Hand = "by hand";
        var evaluation = new SaeEvaluation(2, 2);
        evaluation.Add(Tensor.Wrap([0, 2, 4, 2], 2, 2), new Codes(Variable.Constant(Tensor.Wrap([1, 0, 3, 0], 2, 2))), Tensor.Wrap([1, 2, 5, 2], 2, 2));
        SaeMetrics metrics = evaluation.Result();
        yield return SelfCheck.OfNumbers(
            "L0, L1, FVU, explained variance, normalised error, dead", [1, 2, 0.25, 1, 0.15, 1],
            [metrics.MeanActive, metrics.MeanAbsolute, metrics.Unexplained ?? double.NaN, metrics.ExplainedVariance ?? double.NaN, metrics.NormalisedError ?? double.NaN, metrics.Dead], 1e-12, Hand);
    }

    private static IEnumerable<SelfCheck> Trainings(CancellationToken cancellationToken)
    {
        var random = new RandomStream(1);
        var batch = new Tensor(Batch, Width);
        foreach (ref float value in batch.Values)
        {
            value = (float)random.NextNormal();
        }

        foreach (Recipe recipe in RecipeBook.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] several = Trained(recipe, batch);
            double[] one;
            using (Workers.Limit(1))
            {
                one = Trained(recipe, batch);
            }

            yield return SelfCheck.OfNumbers($"{recipe.Name} after {Steps} steps, with one thread and several", one, several, 0, "the same training with one thread");
        }
    }

    private static double[] Trained(Recipe recipe, Tensor batch)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        if (recipe.Options.Any(o => o.Name == "k"))
        {
            given["k"] = "4";
        }

        PreparedTraining prepared = recipe.Make(new RecipeRequest(Width, Features, Steps, 1, recipe.Read(given)) { Sample = () => [batch] });
        for (int i = 0; i < Steps; i++)
        {
            prepared.Trainer.Step(batch);
        }

        return [.. prepared.Trainer.Model.Parameters.SelectMany(p => Doubles(p.Value))];
    }

    private static double[] Doubles(Tensor tensor) => Array.ConvertAll(tensor.Values.ToArray(), v => (double)v);
}
