using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>What happens to activations before a model and to its reconstructions after it (SAELens' normalize_activations). Immutable.</summary>
public sealed class InputNormalisation
{
    private const float Epsilon = 1e-5f;
    private readonly Kind _kind;

    private InputNormalisation(Kind kind, double factor, string name) => (_kind, Factor, Name) = (kind, factor, name);

    private enum Kind
    {
        None,
        Factor,
        ConstantNorm,
        LayerNorm,
    }

    /// <summary>Nothing happens.</summary>
    public static InputNormalisation None { get; } = new(Kind.None, 1, "none");

    /// <summary>Each row gets the length √d; its reconstruction gets the row's own length back. A row of zeros stays as it is.</summary>
    public static InputNormalisation ConstantNorm { get; } = new(Kind.ConstantNorm, 1, "constant_norm_rescale");

    /// <summary>Each row loses its mean and is divided by its deviation (with d − 1) plus 10⁻⁵; its reconstruction is multiplied by the deviation alone and gets the mean back.</summary>
    public static InputNormalisation LayerNorm { get; } = new(Kind.LayerNorm, 1, "layer_norm");

    /// <summary>SAELens' name for it.</summary>
    public string Name { get; }

    /// <summary>The one factor of all rows; 1 for other kinds.</summary>
    public double Factor { get; }

    /// <summary>All rows get the same factor, and the model reconstructs them so: training takes place at this scale (expected_average_only_in). Fold the factor into the model afterwards.</summary>
    /// <param name="factor">Positive; see <see cref="ExpectedFactor"/>.</param>
    public static InputNormalisation By(double factor) =>
        double.IsFinite(factor) && factor > 0
            ? new InputNormalisation(Kind.Factor, factor, "expected_average_only_in")
            : throw new ArgumentOutOfRangeException(nameof(factor), factor, "a factor of activations is positive and finite");

    /// <summary>√d by the mean length of rows: what <see cref="By"/> takes.</summary>
    /// <param name="batches">Activations; the mean is that of the batches' means, as SAELens has it.</param>
    /// <exception cref="ArgumentException">There is no batch, or all rows are zero.</exception>
    public static double ExpectedFactor(IEnumerable<Tensor> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        double sum = 0;
        long count = 0;
        int width = 0;
        foreach (Tensor batch in batches)
        {
            double norms = 0;
            for (int row = 0; row < batch.Rows; row++)
            {
                norms += DecoderRows.Length(batch.Row(row));
            }

            (sum, count, width) = (sum + (norms / batch.Rows), count + 1, batch.Columns);
        }

        return sum > 0 ? Math.Sqrt(width) / (sum / count) : throw new ArgumentException("activations that are all zero have no scale", nameof(batches));
    }

    /// <summary>Rows as the model gets them.</summary>
    /// <param name="x">B × d.</param>
    /// <param name="undo">How reconstructions come back to the scale of the loss: null where they stay as they are.</param>
    /// <param name="tape">Lends the memory of the result until it is reset; null for memory of its own.</param>
    public Tensor Apply(Tensor x, out NormalisedRows? undo, Tape? tape = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        undo = null;
        if (_kind == Kind.None)
        {
            return x;
        }

        Tensor result = tape?.New(x.Shape) ?? new Tensor(x.Shape);
        if (_kind == Kind.Factor)
        {
            Elementwise.Scale(x.Values, (float)Factor, result.Values);
            return result;
        }

        Tensor factors = tape?.New(x.Rows) ?? new Tensor(x.Rows), offsets = tape?.New(x.Rows) ?? new Tensor(x.Rows);
        for (int row = 0; row < x.Rows; row++)
        {
            ReadOnlySpan<float> from = x.Row(row);
            (float mean, float divisor, float factor) = _kind == Kind.LayerNorm ? Layer(from) : Constant(from);
            (factors.Values[row], offsets.Values[row]) = (factor, mean);
            Span<float> to = result.Row(row);
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = (from[i] - mean) / divisor;
            }
        }

        undo = new NormalisedRows(factors, offsets);
        return result;
    }

    private static (float Mean, float Divisor, float Factor) Constant(ReadOnlySpan<float> row)
    {
        float length = DecoderRows.Length(row);
        float factor = length > 0 ? length / MathF.Sqrt(row.Length) : 1;
        return (0, factor, factor);
    }

    private static (float Mean, float Divisor, float Factor) Layer(ReadOnlySpan<float> row)
    {
        double sum = 0;
        foreach (float value in row)
        {
            sum += value;
        }

        double mean = sum / row.Length, squares = 0;
        foreach (float value in row)
        {
            squares += (value - mean) * (value - mean);
        }

        float deviation = row.Length > 1 ? (float)Math.Sqrt(squares / (row.Length - 1)) : 0;
        return ((float)mean, deviation + Epsilon, deviation);
    }
}
