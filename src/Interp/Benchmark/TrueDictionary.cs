using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>What encoders come to that need not learn: with the true directions as dictionary and no bias. Tells what a variant owes to its encoder and what to its training.</summary>
/// <remarks>A trained model that leaves less than its own encoder does with the truth has found directions that explain more with as few codes, not truer ones.</remarks>
public static class TrueDictionary
{
    /// <summary>The encoders on fresh tokens of a task, and the true codes themselves with a linear decoder, on as many repetitions as the benchmark has.</summary>
    /// <param name="task">A task whose directions stand for themselves.</param>
    /// <param name="options">How much is done.</param>
    public static IReadOnlyList<BenchmarkResult> Of(BenchmarkTask task, BenchmarkOptions options)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        KnownData[] data = [.. Enumerable.Range(0, options.Seeds).Select(number => task.Data(KnownTruthBenchmark.SeedOf(task, options, number)))];
        KnownBatch[] fresh = [.. data.Select(d => d.Draw(options.Tokens, "fresh"))];
        Func<KnownData, SparseAutoencoder>[] encoders =
        [
            d => new TopKAutoencoder(d.Directions.Copy(), new Tensor(d.Directions.Rows), d.Directions.Copy(), new Tensor(d.Width), new TopKOptions(d.Active)),
            d => new TopKAutoencoder(d.Directions.Copy(), new Tensor(d.Directions.Rows), d.Directions.Copy(), new Tensor(d.Width), new TopKOptions(d.Active) { Order = RankBy.Magnitude, Rectify = false }),
            d => new MatchingPursuitAutoencoder(d.Directions.Copy(), d.Active),
            d => new OrthogonalPursuitAutoencoder(d.Directions.Copy(), d.Active),
        ];
        string[] names = ["TopK", "AbsTopK", "matching pursuit", "orthogonal pursuit"];
        var results = new List<BenchmarkResult>();
        for (int i = 0; i < names.Length; i++)
        {
            results.Add(Row(names[i], number =>
            {
                SparseAutoencoder model = encoders[i](data[number]);
                Tensor codes = model.Encode(fresh[number].Activations);
                return (codes, model.Decode(codes));
            }));
        }

        results.Add(Row("true codes", number => (fresh[number].Codes, Products.MatMul(fresh[number].Codes, data[number].Directions))));
        return results;

        BenchmarkResult Row(string name, Func<int, (Tensor Codes, Tensor Reconstruction)> encode) => new(
            task.Name, new BenchmarkVariant(name, "true directions", _ => throw new InvalidOperationException("there is nothing to train")), data[0].Active, [.. Enumerable.Range(0, data.Length).Select(number =>
            {
                (Tensor codes, Tensor reconstruction) = encode(number);
                double active = KnownTruthBenchmark.Count(codes, out double dead);
                return new BenchmarkScore(number, 0, 0, new BenchmarkMeasures(1, 1, Recovery.OfCodes(fresh[number].Codes, codes), Unexplained.Of(fresh[number].Activations, reconstruction), dead, active));
            })]);
    }
}
