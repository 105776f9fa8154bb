using Sim.Interp;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Normalisation of activations on paper.</summary>
public sealed class InputNormalisationTests
{
    private static readonly Tensor Rows = Tensor.Wrap([3f, 4f, 0f, 0f, 0f, 0f, 0f, 0f], 2, 4);

    [Fact]
    public void A_constant_norm_is_the_root_of_the_width_and_zeros_stay()
    {
        Tensor result = InputNormalisation.ConstantNorm.Apply(Rows, out NormalisedRows? undo);

        // Length 5 becomes 2.
        Assert.Equal([1.2f, 1.6f, 0, 0, 0, 0, 0, 0], result.Values.ToArray().Select(v => MathF.Round(v, 6)));
        Assert.Equal(Rows.Values.ToArray(), undo!.Undo(result).Values.ToArray().Select(v => MathF.Round(v, 5)));
    }

    [Fact]
    public void A_layer_norm_takes_mean_and_deviation_and_gives_them_back()
    {
        Tensor rows = Tensor.Wrap([1f, 2f, 3f], 1, 3);
        Tensor result = InputNormalisation.LayerNorm.Apply(rows, out NormalisedRows? undo);

        // Mean 2, deviation with two degrees of freedom 1; the way back has no epsilon.
        Assert.Equal(1 / (1 + 1e-5), result[0, 2], 1e-6);
        Assert.Equal([1.0, 1, 2.0], new[] { undo!.Factors.Values[0], 1.0, undo.Offsets.Values[0] });
        Assert.Equal(2 + (1 / (1 + 1e-5)), undo.Undo(result)[0, 2], 1e-6);
    }

    [Fact]
    public void A_factor_makes_the_mean_length_the_root_of_the_width()
    {
        // Lengths 5 and 0: mean 2.5, width 4.
        double factor = InputNormalisation.ExpectedFactor([Rows]);
        Tensor result = InputNormalisation.By(factor).Apply(Rows, out NormalisedRows? undo);

        Assert.Equal(0.8, factor, 1e-12);
        Assert.Equal(2.4, result[0, 0], 1e-6);
        Assert.Null(undo);
        Assert.Throws<ArgumentException>(() => InputNormalisation.ExpectedFactor([new Tensor(2, 3)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => InputNormalisation.By(0));
    }
}
