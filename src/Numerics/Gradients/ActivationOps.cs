using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Functions of each element. Each takes any shape and gives the same shape.</summary>
public static class ActivationOps
{
    /// <summary>x².</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    public static Variable Square(this Tape tape, Variable x) => Unary.Record(tape, x, default(SquareFunction));

    /// <summary>√x; its gradient at 0 is infinite.</summary>
    /// <inheritdoc cref="Square"/>
    public static Variable Sqrt(this Tape tape, Variable x) => Unary.Record(tape, x, default(RootFunction));

    /// <summary>eˣ.</summary>
    /// <inheritdoc cref="Square"/>
    public static Variable Exp(this Tape tape, Variable x) => Unary.Record(tape, x, default(ExponentialFunction));

    /// <summary>The natural logarithm.</summary>
    /// <inheritdoc cref="Square"/>
    public static Variable Log(this Tape tape, Variable x) => Unary.Record(tape, x, default(LogarithmFunction));

    /// <summary>x to a constant power. For an exponent below 1 the gradient at 0 is infinite, and infinite times zero is NaN, as in torch; a ReLU before it lets nothing of that through.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape; not negative unless the exponent is a whole number.</param>
    /// <param name="exponent">The exponent.</param>
    public static Variable Pow(this Tape tape, Variable x, float exponent) => Unary.Record(tape, x, new PowerFunction(exponent));

    /// <summary>|x|; its gradient at 0 is 0.</summary>
    /// <inheritdoc cref="Square"/>
    public static Variable Abs(this Tape tape, Variable x) => Unary.Record(tape, x, default(AbsoluteFunction));

    /// <summary>The larger of x and 0; its gradient at 0 is 0.</summary>
    /// <inheritdoc cref="Square"/>
    public static Variable Relu(this Tape tape, Variable x) => Unary.Record(tape, x, default(ReluFunction));

    /// <summary>x held between two bounds; the gradient passes at a bound.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    /// <param name="low">Lower bound, or negative infinity.</param>
    /// <param name="high">Upper bound, or infinity; not below the lower.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds are in the wrong order.</exception>
    public static Variable Clamp(this Tape tape, Variable x, float low, float high)
        => low <= high ? Unary.Record(tape, x, new ClampFunction(low, high)) : throw new ArgumentOutOfRangeException(nameof(high), high, $"the upper bound lies below the lower, {low}");

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    /// <inheritdoc cref="Square"/>
    public static Variable Sigmoid(this Tape tape, Variable x) => Unary.Record(tape, x, Activations.Sigmoid, Activations.SigmoidGradient);

    /// <summary>The hyperbolic tangent.</summary>
    /// <inheritdoc cref="Square"/>
    public static Variable Tanh(this Tape tape, Variable x) => Unary.Record(tape, x, Activations.Tanh, Activations.TanhGradient);

    /// <summary>ln(1 + eˣ).</summary>
    /// <inheritdoc cref="Square"/>
    public static Variable Softplus(this Tape tape, Variable x) => Unary.Record(tape, x, default(SoftplusFunction));

    /// <summary>x times the share of the standard normal distribution below it (Hendrycks and Gimpel 2016).</summary>
    /// <inheritdoc cref="Square"/>
    public static Variable Gelu(this Tape tape, Variable x) => Unary.Record(tape, x, Activations.Gelu, Activations.GeluGradient);

    /// <summary>GELU with the share taken from tanh(√(2/π) (x + 0.044715 x³)), as <c>gelu_pytorch_tanh</c>.</summary>
    /// <inheritdoc cref="Square"/>
    public static Variable GeluTanh(this Tape tape, Variable x) => Unary.Record(tape, x, Activations.GeluTanh, Activations.GeluTanhGradient);

    /// <summary>x · sigmoid(x).</summary>
    /// <inheritdoc cref="Square"/>
    public static Variable Silu(this Tape tape, Variable x) => Unary.Record(tape, x, Activations.Silu, Activations.SiluGradient);

    /// <summary>x · sigmoid(1.702 x), CLIP's activation.</summary>
    /// <inheritdoc cref="Square"/>
    public static Variable QuickGelu(this Tape tape, Variable x) => Unary.Record(tape, x, Activations.QuickGelu, Activations.QuickGeluGradient);
}
