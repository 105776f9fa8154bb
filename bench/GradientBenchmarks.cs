using BenchmarkDotNet.Attributes;
using Sim.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Optimisers;
using Sim.Numerics.Tensors;

namespace Sim.Bench;

/// <summary>What differentiation and optimisers add to the products of matrices, at the sizes of an autoencoder of 768 × 16384.</summary>
public class GradientBenchmarks
{
    private const int Batch = 512, Width = 768, Features = 16384;
    private readonly Tape _tape = new();
    private readonly Variable _weights = Variable.Parameter("weights", new Tensor(Width, Features)), _bias = Variable.Parameter("bias", new Tensor(Features)), _rows = Variable.Parameter("rows", new Tensor(Batch, Features));
    private Adam _adam = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        Fill.Normal(_weights.Value, random);
        Fill.Normal(_rows.Value, random);
        _weights.AddGradient(_weights.Value);
        _adam = new Adam([_weights], 1e-6);
    }

    [Benchmark(Baseline = true)]
    public double Calibration_kernel() => Calibration.Kernel();

    /// <summary>12.6 million parameters.</summary>
    [Benchmark]
    public void Adam_step() => _adam.Step();

    [Benchmark]
    public double Clip_by_global_norm() => Clipping.ByGlobalNorm(_adam.Parameters, 1e9);

    [Benchmark]
    public void Unit_columns() => Normalise.Columns(_weights.Value);

    [Benchmark]
    public void Bias_and_relu_both_ways() => Both(_tape.Relu(_tape.Add(_rows, _bias, Broadcast.Row)));

    [Benchmark]
    public void Keep_32_of_each_row_both_ways() => Both(_tape.KeepTopK(_rows, 32));

    [Benchmark]
    public void Keep_32_per_row_of_the_batch_both_ways() => Both(_tape.KeepBatchTopK(_rows, 32 * Batch));

    [Benchmark]
    public void Gelu_both_ways() => Both(_tape.Gelu(_rows));

    [Benchmark]
    public void Layer_norm_both_ways() => Both(_tape.LayerNorm(_rows, null, null));

    private void Both(Variable result)
    {
        _rows.ClearGradient();
        _bias.ClearGradient();
        _tape.Backward(result, result.Value);
        _tape.Reset();
    }
}
