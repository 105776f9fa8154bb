using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>
/// How well classes can be read off vectors by the simplest means: a linear probe (ridge regression on one column per class, the greatest wins) in
/// folds, and the majority of nearest neighbours leaving one out. Pure.
/// </summary>
internal static class Probe
{
    private const int Folds = 5;
    private const double Ridge = 1;

    /// <summary>Share of vectors whose class a linear probe trained on the other folds gives. Item i is in fold i mod 5.</summary>
    public static double Linear(IReadOnlyList<double[]> vectors, IReadOnlyList<int> classes)
    {
        int right = 0;
        for (int fold = 0; fold < Folds; fold++)
        {
            int[] train = [.. Enumerable.Range(0, vectors.Count).Where(i => i % Folds != fold)];
            var (mean, scale) = Scale(vectors, train);
            var weights = Fit(vectors, classes, train, mean, scale, classes.Max() + 1);
            for (int i = fold; i < vectors.Count; i += Folds)
            {
                right += Greatest(weights, Features(vectors[i], mean, scale)) == classes[i] ? 1 : 0;
            }
        }

        return (double)right / vectors.Count;
    }

    /// <summary>Share of vectors whose class most of the nearest others have; ties go to the nearer.</summary>
    public static double Neighbours(IReadOnlyList<double[]> vectors, IReadOnlyList<int> classes, int count)
    {
        int right = 0;
        for (int i = 0; i < vectors.Count; i++)
        {
            int[] nearest = [.. Enumerable.Range(0, vectors.Count).Where(j => j != i)
                .OrderBy(j => Distances.SetDistance.SquaredDistance(vectors[i], vectors[j])).ThenBy(j => j).Take(count)];
            int best = nearest.GroupBy(j => classes[j]).OrderByDescending(g => g.Count()).ThenBy(g => Array.IndexOf(nearest, g.First())).First().Key;
            right += best == classes[i] ? 1 : 0;
        }

        return (double)right / vectors.Count;
    }

    private static (double[] Mean, double[] Scale) Scale(IReadOnlyList<double[]> vectors, int[] train)
    {
        int n = vectors[0].Length;
        double[] mean = new double[n], scale = new double[n];
        for (int k = 0; k < n; k++)
        {
            mean[k] = train.Average(i => vectors[i][k]);
            scale[k] = Math.Sqrt(train.Average(i => (vectors[i][k] - mean[k]) * (vectors[i][k] - mean[k])));
        }

        return (mean, scale);
    }

    private static double[] Features(double[] vector, double[] mean, double[] scale)
    {
        var features = new double[vector.Length + 1];
        for (int k = 0; k < vector.Length; k++)
        {
            features[k] = scale[k] > 1e-9 ? (vector[k] - mean[k]) / scale[k] : 0;
        }

        features[^1] = 1;
        return features;
    }

    private static double[][] Fit(IReadOnlyList<double[]> vectors, IReadOnlyList<int> classes, int[] train, double[] mean, double[] scale, int count)
    {
        int n = mean.Length + 1;
        var gram = new double[n * n];
        var targets = new double[count][];
        for (int c = 0; c < count; c++)
        {
            targets[c] = new double[n];
        }

        foreach (int i in train)
        {
            var f = Features(vectors[i], mean, scale);
            for (int a = 0; a < n; a++)
            {
                for (int b = 0; b < n; b++)
                {
                    gram[a * n + b] += f[a] * f[b];
                }

                targets[classes[i]][a] += f[a];
            }
        }

        for (int a = 0; a < n; a++)
        {
            gram[a * n + a] += Ridge;
        }

        Cholesky.TryFactor(gram, n);
        foreach (double[] target in targets)
        {
            Cholesky.Solve(gram, n, target);
        }

        return targets;
    }

    private static int Greatest(double[][] weights, double[] features)
    {
        int best = 0;
        double most = double.NegativeInfinity;
        for (int c = 0; c < weights.Length; c++)
        {
            double sum = 0;
            for (int k = 0; k < features.Length; k++)
            {
                sum += weights[c][k] * features[k];
            }

            if (sum > most)
            {
                (most, best) = (sum, c);
            }
        }

        return best;
    }
}
