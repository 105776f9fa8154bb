using Sim.Numerics;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>A linear map from features to the way gone at each half second of a plan, fitted by ridge regression. Immutable.</summary>
/// <param name="Sees">What it sees.</param>
/// <param name="Weights">One row of feature weights per half second.</param>
internal sealed record FittedPolicy(FeatureSet Sees, double[][] Weights)
{
    /// <summary>Half seconds of a plan.</summary>
    public const int Poses = 8;

    /// <summary>Fits to demonstrations.</summary>
    /// <param name="features">What it sees.</param>
    /// <param name="samples">Features and the way the expert went in the following half seconds.</param>
    /// <param name="ridge">Penalty on the weights, per sample; the constant is not penalised.</param>
    public static FittedPolicy Fit(FeatureSet features, IReadOnlyList<Demonstration> samples, double ridge)
    {
        int columns = Features.Count(features), rows = samples.Count;
        var matrix = new Matrix(rows + columns - 1, columns);
        for (int i = 0; i < rows; i++)
        {
            Features.Select(features, samples[i].Features, matrix.Row(i));
        }

        double penalty = Math.Sqrt(ridge * rows);
        for (int c = 1; c < columns; c++)
        {
            matrix[rows + c - 1, c] = penalty;
        }

        var weights = new double[Poses][];
        var wanted = new double[rows + columns - 1];
        for (int k = 0; k < Poses; k++)
        {
            for (int i = 0; i < rows; i++)
            {
                wanted[i] = samples[i].WayM[k];
            }

            weights[k] = LeastSquares.Solve(matrix, wanted).Solution;
        }

        return new FittedPolicy(features, weights);
    }

    /// <summary>The way gone at each half second, never backwards.</summary>
    public void Plan(ReadOnlySpan<double> features, Span<double> wayM)
    {
        Span<double> seen = stackalloc double[Features.Total];
        int count = Features.Select(Sees, features, seen);
        double before = 0;
        for (int k = 0; k < Poses; k++)
        {
            double sum = 0;
            for (int c = 0; c < count; c++)
            {
                sum += Weights[k][c] * seen[c];
            }

            before = wayM[k] = Math.Max(sum, before);
        }
    }
}
