using Sim.Interp;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Gradients of norms with any exponent, on paper.</summary>
public sealed class PowerNormTests
{
    [Theory]
    [InlineData(2, 0.6, -0.8)]
    [InlineData(1, 1, -1)]
    [InlineData(3, 0.444851, -0.790847)]
    [InlineData(0.5, 2.154701, -1.866025)]
    public void The_gradient_is_the_share_of_the_norm_to_the_power_of_one_less(double exponent, double first, double second)
    {
        // x = (3, −4, 0). p = 3: norm 91^⅓ = 4.497941, (3 / 4.497941)² and −(4 / 4.497941)². p = ½: norm 7 + 4√3, its root over the roots of 3 and 4.
        var tape = new Tape();
        Variable x = Variable.Parameter("x", Tensor.Wrap([3f, -4f, 0f, 0f, 0f, 0f], 2, 3));
        tape.Backward(tape.Sum(PowerNorm.OfRows(tape, x, exponent)));
        float[] gradient = x.Gradient!.Values.ToArray();

        Assert.Equal(first, gradient[0], 1e-5);
        Assert.Equal(second, gradient[1], 1e-5);
        Assert.Equal([0f, 0f, 0f, 0f], gradient[2..]);
    }
}
