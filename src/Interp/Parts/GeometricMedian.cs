using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>The point with the smallest sum of distances to given ones, by Weiszfeld's iterations.</summary>
public static class GeometricMedian
{
    /// <summary>Computes it as dictionary_learning does: from the mean, at most 100 iterations, until it moves by less than the tolerance; a point that equals the guess is not guarded against there, here it is the answer.</summary>
    /// <param name="points">B × d, at least one row.</param>
    /// <param name="iterations">Most iterations.</param>
    /// <param name="tolerance">Smallest movement that is worth another iteration.</param>
    public static float[] Of(Tensor points, int iterations = 100, double tolerance = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(points);
        int width = points.Columns;
        double[] guess = new double[width], next = new double[width];
        for (int row = 0; row < points.Rows; row++)
        {
            for (int i = 0; i < width; i++)
            {
                guess[i] += points.Row(row)[i] / (double)points.Rows;
            }
        }

        for (int iteration = 0; iteration < iterations; iteration++)
        {
            Array.Clear(next);
            double weights = 0;
            for (int row = 0; row < points.Rows; row++)
            {
                ReadOnlySpan<float> point = points.Row(row);
                double squares = 0;
                for (int i = 0; i < width; i++)
                {
                    squares += (point[i] - guess[i]) * (point[i] - guess[i]);
                }

                if (squares == 0)
                {
                    return Single(guess);
                }

                double weight = 1 / Math.Sqrt(squares);
                weights += weight;
                for (int i = 0; i < width; i++)
                {
                    next[i] += weight * point[i];
                }
            }

            double moved = 0;
            for (int i = 0; i < width; i++)
            {
                next[i] /= weights;
                moved += (next[i] - guess[i]) * (next[i] - guess[i]);
            }

            (guess, next) = (next, guess);
            if (Math.Sqrt(moved) < tolerance)
            {
                break;
            }
        }

        return Single(guess);
    }

    private static float[] Single(double[] point) => Array.ConvertAll(point, x => (float)x);
}
