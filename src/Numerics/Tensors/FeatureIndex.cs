namespace Sim.Numerics.Tensors;

/// <summary>Which codes of a batch belong to each feature, in the order of their rows; the memory is kept from batch to batch.</summary>
public sealed class FeatureIndex
{
    private int[] _starts = [0];
    private int[] _places = [];

    /// <summary>Number of features.</summary>
    public int Features { get; private set; }

    /// <summary>Number of codes.</summary>
    public int Count { get; private set; }

    /// <summary>Codes in a row.</summary>
    public int RowLength { get; private set; } = 1;

    /// <summary>Number of rows.</summary>
    public int Rows => Count / RowLength;

    internal ReadOnlySpan<int> Starts => _starts;

    internal ReadOnlySpan<int> Places => _places.AsSpan(0, Count);

    /// <summary>Takes the codes of a batch.</summary>
    /// <param name="indices">The codes' features.</param>
    /// <param name="rowLength">Codes per row, at least 1.</param>
    /// <param name="features">Number of features.</param>
    /// <exception cref="ArgumentException">The codes are not rows of this length, or an index is out of range; the index then holds what it held.</exception>
    public void Build(ReadOnlySpan<int> indices, int rowLength, int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowLength, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(features);
        RowLoop.Rows(indices.Length, rowLength);
        foreach (int feature in indices)
        {
            if ((uint)feature >= (uint)features)
            {
                throw new ArgumentException($"feature {feature} of {features}", nameof(indices));
            }
        }

        if (_starts.Length != features + 1)
        {
            _starts = new int[features + 1];
        }

        if (_places.Length < indices.Length)
        {
            _places = new int[indices.Length];
        }

        (Features, Count, RowLength) = (features, indices.Length, rowLength);
        Span<int> starts = _starts;
        starts.Clear();
        foreach (int feature in indices)
        {
            starts[feature]++;
        }

        int sum = 0;
        foreach (ref int start in starts)
        {
            sum += start;
            start = sum;
        }

        // Filled from behind, each start moves from the end of its feature's codes to their beginning.
        for (int i = indices.Length - 1; i >= 0; i--)
        {
            _places[--starts[indices[i]]] = i;
        }
    }

    /// <summary>The places, among all codes of the batch, of those that belong to a feature; a place over <see cref="RowLength"/> is its row.</summary>
    /// <param name="feature">0 to <see cref="Features"/> - 1.</param>
    public ReadOnlySpan<int> CodesOf(int feature) => _places.AsSpan(_starts[feature], _starts[feature + 1] - _starts[feature]);
}
