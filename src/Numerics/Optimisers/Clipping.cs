using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Optimisers;

/// <summary>Keeps gradients from being too long.</summary>
public static class Clipping
{
    /// <summary>
    /// Multiplies all gradients by maximum / (length + 1e-6) where that is below 1; the length is that of all of them as one vector. As torch's <c>clip_grad_norm_</c>, whose length is a root of the sum
    /// of the squares of each tensor's length.
    /// </summary>
    /// <param name="parameters">Parameters; those without a gradient count for nothing.</param>
    /// <param name="maximum">Not negative.</param>
    /// <returns>The length before; NaN or infinite where a gradient is, and gradients are then spoilt as torch's are.</returns>
    public static double ByGlobalNorm(IReadOnlyList<Variable> parameters, double maximum)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        RequireMaximum(maximum);
        double square = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].Gradient is { } gradient)
                square += Reductions.SquaredNorm(gradient.Values);
        }

        double length = Math.Sqrt(square);
        for (int i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].Gradient is { } gradient)
                Scale(gradient, length, maximum);
        }

        return length;
    }

    /// <summary>As <see cref="ByGlobalNorm"/>, for one parameter on its own.</summary>
    /// <param name="parameter">The parameter; nothing happens where it has no gradient.</param>
    /// <param name="maximum">Not negative.</param>
    /// <returns>The length before; 0 where there is no gradient.</returns>
    public static double ByNorm(Variable parameter, double maximum)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        RequireMaximum(maximum);
        if (parameter.Gradient is not { } gradient)
            return 0;

        double length = Math.Sqrt(Reductions.SquaredNorm(gradient.Values));
        Scale(gradient, length, maximum);
        return length;
    }

    // Not below 1 also where the length is no number: the factor is then none either, and the gradient shows it.
    private static void Scale(Tensor gradient, double length, double maximum)
    {
        float factor = (float)(maximum / (length + 1e-6));
        if (!(factor >= 1))
            Elementwise.Scale(gradient.Values, factor, gradient.Values);
    }

    private static void RequireMaximum(double maximum)
    {
        if (!(maximum >= 0))
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, "a length is not negative");
    }
}
