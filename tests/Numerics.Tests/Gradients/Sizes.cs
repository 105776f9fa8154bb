using Sim.Numerics;

namespace Sim.Tests.Numerics.Gradients;

/// <summary>Lengths that the shapes of a case are made of.</summary>
public readonly record struct Sizes(int M, int N, int K)
{
    public static Sizes Small(RandomStream random) => new(random.NextInt(1, 7), random.NextInt(1, 12), random.NextInt(1, 6));

    public double[] Each(Func<int, int, double> element) => Each(M, N, element);

    public static double[] Each(int rows, int columns, Func<int, int, double> element)
    {
        var all = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                all[(i * columns) + j] = element(i, j);
        }

        return all;
    }

    public static double Sum(int count, Func<int, double> term)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
            sum += term(i);

        return sum;
    }
}
