using Sim.Numerics;
using Sim.Numerics.Gradients;

namespace Sim.Tests.Numerics.Gradients;

public sealed class RandomGraphTests
{
    private static readonly string[] Smooth =
    [
        "tanh", "sigmoid", "softplus", "gelu", "gelu by tanh", "silu", "quick gelu", "scale", "negate", "add", "subtract", "multiply", "softmax", "log softmax", "standardised rows", "rms norm without gain",
    ];

    // Operations drawn at random take results drawn at random, so that many are used several times, some by one operation twice, and some not at all.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Gradients_of_any_composition_are_those_of_differences_in_double(int seed)
    {
        const int Inputs = 2, Operations = 14;
        var sizes = new Sizes(3, 5, 2);
        var random = new RandomStream((ulong)seed);
        GradientCase[] cases = [.. GradientCases.All.Where(c => Smooth.Contains(c.Name))];
        Assert.Equal(Smooth.Length, cases.Length);
        var plan = new List<(GradientCase Case, int[] From)>();
        for (int i = 0; i < Operations; i++)
        {
            GradientCase next = cases[random.NextInt(cases.Length)];

            // The last ones are likelier, so that the graph becomes deep.
            plan.Add((next, [.. next.Shapes(sizes).Select(_ => Math.Max(random.NextInt(Inputs + i), random.NextInt(Inputs + i)))]));
        }

        Variable[] inputs = [.. Enumerable.Range(0, Inputs).Select(i => GradientCases.All[0].Inputs(sizes, random.Fork("input", i))[0])];
        double[][] numbers = [.. inputs.Select(input => Array.ConvertAll(input.Value.Values.ToArray(), v => (double)v))];
        var tape = new Tape();
        var nodes = new List<Variable>(inputs);
        foreach ((GradientCase the, int[] from) in plan)
            nodes.Add(the.Operation(tape, [.. from.Select(i => nodes[i])], sizes));

        // Every result that is not used further on counts, so that no part of the graph goes untested.
        int[] ends = [.. Enumerable.Range(Inputs, Operations).Where(i => !plan.Any(step => step.From.Contains(i)))];
        Variable loss = ends.Select(i => tape.Sum(tape.Square(nodes[i]))).Aggregate((a, b) => tape.Add(a, b));
        Assert.Equal(Loss(), loss.Value.Values[0], 1e-5 * (1 + Math.Abs(Loss())));
        tape.Backward(loss);
        for (int i = 0; i < Inputs; i++)
        {
            double[] differences = new double[numbers[i].Length];
            for (int j = 0; j < differences.Length; j++)
            {
                double before = numbers[i][j];
                numbers[i][j] = before + 1e-5;
                double above = Loss();
                numbers[i][j] = before - 1e-5;
                differences[j] = (above - Loss()) / 2e-5;
                numbers[i][j] = before;
            }

            double tolerance = 3e-5 * (1 + differences.Max(Math.Abs));
            for (int j = 0; j < differences.Length; j++)
                Assert.Equal(differences[j], inputs[i].Gradient?.Values[j] ?? 0, tolerance);
        }

        double Loss()
        {
            var values = new List<double[]>(numbers);
            foreach ((GradientCase the, int[] from) in plan)
                values.Add(the.Reference([.. from.Select(i => values[i])], sizes));

            return ends.Sum(i => values[i].Sum(v => v * v));
        }
    }
}
