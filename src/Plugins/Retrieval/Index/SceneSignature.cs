using Sim.Plugins.Retrieval.Behaviours;

namespace Sim.Plugins.Retrieval.Index;

/// <summary>
/// A short vector for a set of actor vectors whose Euclidean distance never exceeds the sets' 2-Wasserstein distance: along each coordinate the
/// sorted values of the filled-up set (in one dimension sorting is the cheapest assignment, and a sum of least costs is at most the least sum),
/// projected on their mean and on two further orthonormal directions. Pure, thread-safe.
/// </summary>
internal static class SceneSignature
{
    private const int Directions = 3;
    private static readonly double[][] Basis = MakeBasis();

    /// <summary>Length of a signature.</summary>
    public static int LengthFor(int dimension) => dimension * Directions;

    /// <summary>Writes the signature of a set.</summary>
    /// <param name="vectors">Up to <see cref="SceneOptions.MaxActors"/> vectors, one after the other.</param>
    /// <param name="dimension">Length of a vector.</param>
    /// <param name="signature">Receives <see cref="LengthFor"/> values.</param>
    public static void Write(ReadOnlySpan<double> vectors, int dimension, Span<double> signature)
    {
        Span<double> sorted = stackalloc double[SceneOptions.MaxActors];
        int count = vectors.Length / dimension;
        for (int k = 0; k < dimension; k++)
        {
            sorted.Clear();
            for (int i = 0; i < count; i++)
            {
                sorted[i] = vectors[i * dimension + k];
            }

            sorted.Sort();
            for (int direction = 0; direction < Directions; direction++)
            {
                double sum = 0;
                for (int i = 0; i < sorted.Length; i++)
                {
                    sum += sorted[i] * Basis[direction][i];
                }

                signature[direction * dimension + k] = sum;
            }
        }
    }

    // Constant, linear and quadratic over the ranks, orthonormal, with the weight 1/√n of each point in them.
    private static double[][] MakeBasis()
    {
        int n = SceneOptions.MaxActors;
        var basis = new double[Directions][];
        for (int direction = 0; direction < Directions; direction++)
        {
            var values = new double[n];
            for (int i = 0; i < n; i++)
            {
                double x = i - (n - 1) / 2.0;
                values[i] = direction == 0 ? 1 : direction == 1 ? x : x * x;
            }

            for (int earlier = 0; earlier < direction; earlier++)
            {
                double dot = 0;
                for (int i = 0; i < n; i++)
                {
                    dot += values[i] * basis[earlier][i] * n;
                }

                for (int i = 0; i < n; i++)
                {
                    values[i] -= dot * basis[earlier][i];
                }
            }

            double norm = 0;
            foreach (double v in values)
            {
                norm += v * v;
            }

            double scale = 1 / Math.Sqrt(norm * n);
            for (int i = 0; i < n; i++)
            {
                values[i] *= scale;
            }

            basis[direction] = values;
        }

        return basis;
    }
}
