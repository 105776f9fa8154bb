using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// Tied autoencoder whose biases are no parameters (Group Bias Adaptation, arXiv 2506.14002): with <c>yₘ = ⟨wₘ, x − c⟩ + bₘ</c>, <c>zₘ = aₘ φ(yₘ)</c> and <c>x̂ = z W + c</c>. φ is a rectifier, or a jump <c>(y − b) 1[y &gt; 0]</c>, which keeps the
/// size of a code apart from the bias. The paper gives activations of unit length.
/// </summary>
public sealed class BiasAdaptedAutoencoder : SparseAutoencoder
{
    /// <summary>Makes a model from its parameters.</summary>
    /// <param name="dictionary">F × d, of unit rows.</param>
    /// <param name="amplitudes">F numbers, as ones.</param>
    /// <param name="biases">F numbers in −1 to 0.</param>
    /// <param name="centre">d numbers that are taken off activations and added to reconstructions; where the paper takes them from is not known.</param>
    /// <param name="jump">Whether φ is the jump.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public BiasAdaptedAutoencoder(Tensor dictionary, Tensor amplitudes, Tensor biases, Tensor centre, bool jump = true)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        ArgumentNullException.ThrowIfNull(amplitudes);
        ArgumentNullException.ThrowIfNull(biases);
        ArgumentNullException.ThrowIfNull(centre);
        if (dictionary.Rank != 2 || amplitudes.Count != dictionary.Rows || biases.Count != dictionary.Rows || centre.Count != dictionary.Columns)
        {
            throw new ArgumentException($"a dictionary {dictionary}, amplitudes {amplitudes}, biases {biases} and a centre {centre} do not fit together", nameof(dictionary));
        }

        (Dictionary, Amplitudes, Biases, Centre, IsJump) = (Variable.Parameter("dictionary", dictionary), Variable.Parameter("amplitudes", amplitudes), biases, centre, jump);
        Parameters = [Dictionary, Amplitudes];
        Buffers = new Dictionary<string, Tensor> { ["biases"] = biases, ["centre"] = centre };
    }

    /// <inheritdoc/>
    public override string Architecture => "gba";

    /// <inheritdoc/>
    public override int Width => Dictionary.Value.Columns;

    /// <inheritdoc/>
    public override int Features => Dictionary.Value.Rows;

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Buffers { get; }

    /// <summary>Encoder and decoder: F × d.</summary>
    public Variable Dictionary { get; }

    /// <summary>F numbers.</summary>
    public Variable Amplitudes { get; }

    /// <summary>F numbers; a <see cref="BiasAdaptation"/> changes them.</summary>
    public Tensor Biases { get; }

    /// <summary>d numbers.</summary>
    public Tensor Centre { get; }

    /// <summary>Whether φ is the jump.</summary>
    public bool IsJump { get; }

    /// <summary>Codes in training.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    /// <param name="preactivations">y, B × F.</param>
    /// <exception cref="ArgumentException">The width differs.</exception>
    public Variable Encode(Tape tape, Variable x, out Variable preactivations)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        Variable products = tape.MatMul(tape.Subtract(x, Variable.Constant(Centre), Broadcast.Row), Dictionary, transposeB: true);
        preactivations = tape.Add(products, Variable.Constant(Biases), Broadcast.Row);
        Variable passed;
        if (IsJump)
        {
            Tensor mask = tape.New(products.Value.Shape);
            for (int i = 0; i < mask.Count; i++)
            {
                mask.Values[i] = preactivations.Value.Values[i] > 0 ? 1 : 0;
            }

            passed = tape.Mask(products, mask);
        }
        else
        {
            passed = tape.Relu(preactivations);
        }

        return tape.Multiply(passed, Amplitudes, Broadcast.Row);
    }

    /// <summary>Reconstruction in training.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="codes">B × F.</param>
    /// <exception cref="ArgumentException">The width differs.</exception>
    public Variable Decode(Tape tape, Variable codes)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.Add(tape.MatMul(codes, Dictionary), Variable.Constant(Centre), Broadcast.Row);
    }

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x) => Encode(new Tape { IsRecording = false }, Variable.Constant(x), out _).Value.Copy();

    /// <inheritdoc/>
    public override Tensor Decode(Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        return Decode(new Tape { IsRecording = false }, Variable.Constant(codes)).Value.Copy();
    }
}
