using Sim.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Numerics.Gradients;

/// <summary>An operation, the same in double written as plainly as possible, and what it takes.</summary>
public sealed record GradientCase(string Name, Func<Sizes, int[][]> Shapes, Func<Tape, Variable[], Sizes, Variable> Operation, Func<double[][], Sizes, double[]> Reference)
{
    /// <summary>Draws inputs above zero.</summary>
    public bool Positive { get; init; }

    public override string ToString() => Name;

    public Variable[] Inputs(Sizes sizes, RandomStream random) => [.. Shapes(sizes).Select((shape, i) => Variable.Parameter($"input {i}", Numbers(shape, random)))];

    // All different, at even distances and none at a bend of any function here, so that a small step changes no choice.
    private Tensor Numbers(int[] shape, RandomStream random)
    {
        var tensor = new Tensor(shape);
        int n = tensor.Count;
        for (int i = 0; i < n; i++)
        {
            double number = ((i + 0.81) * 4 / n) - 2;
            tensor.Values[i] = (float)(Positive ? 1.5 + (0.35 * number) : number);
        }

        random.Shuffle(tensor.Values);
        return tensor;
    }
}
