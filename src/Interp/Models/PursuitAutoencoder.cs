using Sim.Numerics.Gradients;
using Sim.Numerics.Search;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Codes without an encoder: atoms of a dictionary are chosen one after another for what is left of the activation, <c>x̂ = z D + b</c>.</summary>
/// <remarks>Encoding looks for the atoms in an <see cref="InnerProductIndex"/>, so a choice costs about half of a matrix product. More atoms per token may be taken once the model is trained.</remarks>
public abstract class PursuitAutoencoder : SparseAutoencoder
{
    private readonly EncoderIndex _index;

    /// <summary>Takes the parameters.</summary>
    /// <param name="dictionary">F × d; rows of unit length, which training keeps up.</param>
    /// <param name="k">How many atoms are chosen for a token.</param>
    /// <param name="bias">d numbers that are taken off activations first and added to reconstructions; null for none.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or k is not positive.</exception>
    protected PursuitAutoencoder(Tensor dictionary, int k, Tensor? bias)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (dictionary.Rank != 2 || dictionary.Count == 0 || (bias is not null && bias.Count != dictionary.Columns))
        {
            throw new ArgumentException($"a dictionary {dictionary} and {(bias is null ? "no bias" : $"a bias {bias}")} do not fit together", nameof(dictionary));
        }

        Dictionary = Variable.Parameter("dictionary", dictionary);
        Bias = bias is null ? null : Variable.Parameter("bias", bias);
        Parameters = Bias is null ? [Dictionary] : [Dictionary, Bias];
        (K, _index) = (k, new EncoderIndex(Dictionary, derived: false));
    }

    /// <inheritdoc/>
    public sealed override int Width => Dictionary.Value.Columns;

    /// <inheritdoc/>
    public sealed override int Features => Dictionary.Value.Rows;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Variable> Parameters { get; }

    /// <summary>The atoms, F × d.</summary>
    public Variable Dictionary { get; }

    /// <summary>What is taken off activations and added to reconstructions; null for nothing.</summary>
    public Variable? Bias { get; }

    /// <summary>How many atoms are chosen for a token.</summary>
    public int K { get; }

    private protected InnerProductIndex Index => _index.Rows;

    /// <summary>Says that the dictionary was changed. Training does so; call it after writing to a parameter.</summary>
    public void Changed() => _index.Changed();

    /// <inheritdoc/>
    public sealed override Tensor Encode(Tensor x) => Encode(x, K);

    /// <summary>Codes of activations with another number of atoms than the model was trained with.</summary>
    /// <param name="x">B × d.</param>
    /// <param name="k">How many atoms are chosen.</param>
    /// <returns>B × F.</returns>
    /// <exception cref="ArgumentException">The width differs, k is not positive, or a number is not finite.</exception>
    public Tensor Encode(Tensor x, int k) => Pursue(new Tape { IsRecording = false }, Variable.Constant(x), k).Codes.ToDense();

    /// <summary>Codes in training, and what they leave.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    /// <param name="k">How many atoms are chosen for each token.</param>
    /// <param name="dropped">F numbers, minus infinity for atoms that count as zero in this pass and 0 for others; null for none.</param>
    /// <exception cref="ArgumentException">The width differs, k is not positive, or a number is not finite.</exception>
    public PursuitCodes Pursue(Tape tape, Variable x, int k, Tensor? dropped = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        _index.Searched(tape, Dictionary);
        return Choose(tape, Bias is null ? x : tape.Subtract(x, Bias, Broadcast.Row), k, dropped);
    }

    /// <summary>Reconstruction in training.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="codes">B rows.</param>
    public Variable Decode(Tape tape, SparseRows codes) => tape.Decode(codes, Dictionary, Bias);

    /// <inheritdoc/>
    public sealed override Tensor Decode(Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        if (codes.Columns != Features)
        {
            throw new ArgumentException($"codes are a {codes}, expected rows of {Features}", nameof(codes));
        }

        Tensor result = Products.MatMul(codes, Dictionary.Value);
        if (Bias is not null)
        {
            Elementwise.AddRow(result.Values, Bias.Value.Values, result.Values);
        }

        return result;
    }

    private protected abstract PursuitCodes Choose(Tape tape, Variable centred, int k, Tensor? dropped);
}
