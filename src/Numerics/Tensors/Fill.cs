namespace Sim.Numerics.Tensors;

/// <summary>Fills tensors with random numbers. Element i takes the i-th number of the stream, so the work is spread over threads and the numbers depend on the stream alone.</summary>
public static class Fill
{
    private const int Grain = 16384;

    /// <summary>Numbers uniform in [low, high), rounded to single precision. The stream moves on by the number of elements.</summary>
    /// <param name="tensor">Takes the numbers.</param>
    /// <param name="random">The stream.</param>
    /// <param name="low">Lower bound.</param>
    /// <param name="high">Upper bound, not below the lower.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds are not finite or in the wrong order.</exception>
    public static void Uniform(Tensor tensor, RandomStream random, double low, double high)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || low > high)
            throw new ArgumentOutOfRangeException(nameof(high), high, $"the bounds must be finite, and the upper one not below the lower, {low}");

        Each(tensor, random, stream => (float)stream.NextUniform(low, high));
    }

    /// <summary>Numbers of a normal distribution. The stream moves on by the number of elements.</summary>
    /// <param name="tensor">Takes the numbers.</param>
    /// <param name="random">The stream.</param>
    /// <param name="mean">Mean.</param>
    /// <param name="deviation">Standard deviation, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or no number.</exception>
    public static void Normal(Tensor tensor, RandomStream random, double mean = 0, double deviation = 1)
    {
        if (!(deviation >= 0))
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "a standard deviation is not negative");

        Each(tensor, random, stream => (float)stream.NextNormal(mean, deviation));
    }

    /// <summary>
    /// torch's <c>kaiming_uniform_</c> with a leaky ReLU's gain: uniform within ± √(6 / ((1 + slope²) · fanIn)). The default slope, √5, is that of <c>nn.Linear</c>'s weights
    /// and gives ± 1/√fanIn, which is also its bound for biases.
    /// </summary>
    /// <param name="tensor">Takes the numbers.</param>
    /// <param name="random">The stream.</param>
    /// <param name="fanIn">How many numbers each output sums; null takes torch's rule for weights: all dimensions but the first.</param>
    /// <param name="slope">Slope below 0 of the activation that follows.</param>
    /// <exception cref="ArgumentException">There is no fan-in: the tensor has fewer than two dimensions, or it is below 1.</exception>
    public static void KaimingUniform(Tensor tensor, RandomStream random, int? fanIn = null, double slope = 2.23606797749979)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        int inputs = fanIn ?? (tensor.Rank >= 2 && tensor.Shape[0] > 0 ? tensor.Count / tensor.Shape[0] : 0);
        if (inputs < 1)
            throw new ArgumentException($"a {tensor} has no fan-in; a bias takes that of its weights", nameof(fanIn));

        double bound = Math.Sqrt(6 / ((1 + (slope * slope)) * inputs));
        Uniform(tensor, random, -bound, bound);
    }

    /// <summary>
    /// Rows, or where there are more rows than columns, columns of length 1 at right angles: a normal matrix made orthogonal with positive diagonal of R, so all such matrices are equally likely (torch's
    /// <c>orthogonal_</c>). Takes time in proportion to the product of the dimensions times the smaller one.
    /// </summary>
    /// <param name="tensor">Takes the numbers; counts as a matrix.</param>
    /// <param name="random">The stream; it moves on by the number of elements.</param>
    /// <param name="gain">Length of the vectors.</param>
    public static void Orthogonal(Tensor tensor, RandomStream random, double gain = 1)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentNullException.ThrowIfNull(random);
        int rows = tensor.Rows, columns = tensor.Columns, count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        var vectors = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] vector = vectors[i] = new double[length];
            for (int j = 0; j < length; j++)
                vector[j] = random.NextNormal();

            Orthogonalise.Complete(vector, vectors.AsSpan(0, i), 1);
        }

        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                tensor[i, j] = (float)(gain * (rows > columns ? vectors[j][i] : vectors[i][j]));
        }
    }

    /// <summary>Rows of length 1 in directions that are all equally likely. The stream moves on by the number of elements.</summary>
    /// <param name="tensor">Takes the numbers; counts as a matrix.</param>
    /// <param name="random">The stream.</param>
    public static void UnitRows(Tensor tensor, RandomStream random)
    {
        Normal(tensor, random);
        Normalise.Rows(tensor);
    }

    /// <summary>Columns of length 1 in directions that are all equally likely. The stream moves on by the number of elements.</summary>
    /// <param name="tensor">Takes the numbers; counts as a matrix.</param>
    /// <param name="random">The stream.</param>
    public static void UnitColumns(Tensor tensor, RandomStream random)
    {
        Normal(tensor, random);
        Normalise.Columns(tensor);
    }

    private static void Each(Tensor tensor, RandomStream random, Func<RandomStream, float> next)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentNullException.ThrowIfNull(random);
        ulong start = random.Position;
        Workers.For(tensor.Count, Grain, (first, end) =>
        {
            var stream = new RandomStream(random.Seed) { Position = start + (ulong)first };
            foreach (ref float number in tensor.Values[first..end])
                number = next(stream);
        });
        random.Position = start + (ulong)tensor.Count;
    }
}
