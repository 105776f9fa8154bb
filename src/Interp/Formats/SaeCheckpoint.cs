using Sim.Numerics.Tensors;

namespace Sim.Interp.Formats;

/// <summary>A trained sparse autoencoder apart from any file format. Shapes and numbers were checked: everything fits together and is finite.</summary>
/// <remarks>
/// Orientation, whatever the file has: <c>W_enc</c> [d, F], <c>W_dec</c> [F, d_out], <c>b_enc</c> [F], <c>b_dec</c> [d_out], so that pre = x·W_enc + b_enc and x̂ = z·W_dec + b_dec.
/// Further tensors where the architecture has them: <c>threshold</c> ([F], linear; one number for BatchTopK and Matryoshka), <c>b_gate</c>, <c>r_mag</c>, <c>b_mag</c> [F],
/// <c>W_skip</c> [d_out, d] (x̂ += x·W_skipᵀ), PolySAE's <c>U1..U3</c> or <c>U_shared</c> [F, R], <c>C1..C3</c> [d, R], <c>lambda2</c>, <c>lambda3</c>.
/// </remarks>
public sealed class SaeCheckpoint
{
    private readonly Dictionary<string, Tensor> _tensors;

    /// <summary>Takes tensors for a checkpoint.</summary>
    /// <param name="architecture">How codes come from pre-activations.</param>
    /// <param name="conventions">What libraries disagree about.</param>
    /// <param name="tensors">The tensors by name, in the orientation above; a missing <c>b_enc</c> or <c>b_dec</c> is zero.</param>
    /// <param name="metadata">What else the file says, such as the model and the place of the activations; values are JSON where they are no plain text.</param>
    /// <param name="notes">What was turned, dropped or assumed in reading.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="InputException">The shapes do not fit together, a tensor that the architecture needs is missing, or a number is not finite.</exception>
    public SaeCheckpoint(
        SaeArchitecture architecture,
        SaeConventions conventions,
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string>? metadata = null,
        IReadOnlyList<string>? notes = null,
        string? file = null)
    {
        ArgumentNullException.ThrowIfNull(conventions);
        ArgumentNullException.ThrowIfNull(tensors);
        (Architecture, Conventions, File) = (architecture, conventions, file);
        (Metadata, Notes) = (metadata ?? new Dictionary<string, string>(), notes ?? []);
        _tensors = new(tensors, StringComparer.Ordinal);
        var encoder = Need("W_enc", 2);
        var decoder = Need("W_dec", 2);
        (Width, Features, OutputWidth) = (encoder.Shape[0], encoder.Shape[1], decoder.Shape[1]);
        if (Width == 0 || Features == 0 || OutputWidth == 0)
        {
            throw Bad($"'W_enc' is a {encoder} and 'W_dec' a {decoder}: nothing to encode");
        }

        _ = _tensors.ContainsKey("b_enc") || _tensors.TryAdd("b_enc", new Tensor(Features));
        _ = _tensors.ContainsKey("b_dec") || _tensors.TryAdd("b_dec", new Tensor(OutputWidth));
        Check();
    }

    /// <summary>How codes come from pre-activations.</summary>
    public SaeArchitecture Architecture { get; }

    /// <summary>What libraries disagree about.</summary>
    public SaeConventions Conventions { get; }

    /// <summary>Width of an activation, d.</summary>
    public int Width { get; }

    /// <summary>Number of features, F.</summary>
    public int Features { get; }

    /// <summary>Width of what is reconstructed; another than <see cref="Width"/> only in transcoders.</summary>
    public int OutputWidth { get; }

    /// <summary>All tensors by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>What else the file says; values are JSON where they are no plain text.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>What was turned, dropped or assumed in reading.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The name of the file it came from, or null.</summary>
    public string? File { get; }

    /// <summary>A tensor that is there.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InputException">It is not there.</exception>
    public Tensor this[string name] => _tensors.TryGetValue(name, out var tensor) ? tensor : throw Bad($"there is no tensor '{name}'");

    /// <summary>The encoder with a row for each feature, F × d, as models hold it: a copy.</summary>
    public Tensor EncoderRows() => Turned.Copy(this["W_enc"]);

    private Tensor Need(string name, int rank) => this[name] is var tensor && tensor.Rank == rank ? tensor : throw Bad($"'{name}' is a {tensor}, expected {rank} dimensions");

    private void Check()
    {
        Shape("W_dec", Features, OutputWidth);
        Shape("b_enc", Features);
        Shape("b_dec", OutputWidth);
        if (Conventions.CentreInput && Width != OutputWidth)
        {
            throw Bad($"a transcoder from {Width} to {OutputWidth} cannot take the decoder's bias off its input");
        }

        bool selects = Architecture is SaeArchitecture.TopK or SaeArchitecture.BatchTopK or SaeArchitecture.Matryoshka;
        if (selects != Conventions.K.HasValue || !(Conventions.K is null or > 0) || Conventions.K > Features || (Architecture == SaeArchitecture.TopK && Conventions.K % 1 != 0))
        {
            throw Bad(FormattableString.Invariant($"k is {Conventions.K?.ToString() ?? "missing"} in a {Architecture} of {Features} features; expected one from 1 to {Features} where features are selected, and none elsewhere"));
        }

        if (Architecture == SaeArchitecture.Matryoshka ? Conventions.GroupSizes.Sum(s => (long)s) != Features || Conventions.GroupSizes.Any(s => s < 1) : Conventions.GroupSizes.Count > 0)
        {
            throw Bad($"groups of {string.Join(", ", Conventions.GroupSizes.Take(20))} features do not make up {Features}, or belong to no {Architecture}");
        }

        foreach (string name in Architecture switch { SaeArchitecture.Gated => ["b_gate", "r_mag", "b_mag"], SaeArchitecture.JumpRelu => ["threshold"], _ => (string[])[] })
        {
            Shape(name, Features);
        }

        foreach (var (name, tensor) in _tensors)
        {
            CheckOther(name, tensor);
            foreach (float value in tensor.Values)
            {
                if (!float.IsFinite(value))
                {
                    throw Bad($"'{name}' holds a number that is not finite");
                }
            }
        }
    }

    private void CheckOther(string name, Tensor tensor)
    {
        switch (name)
        {
            case "W_enc" or "W_dec" or "b_enc" or "b_dec":
                break;
            case "threshold" when Architecture is SaeArchitecture.BatchTopK or SaeArchitecture.Matryoshka or SaeArchitecture.TopK:
                Shape(name);
                break;
            case "threshold" or "b_gate" or "r_mag" or "b_mag" when Architecture is SaeArchitecture.Gated or SaeArchitecture.JumpRelu:
                Shape(name, Features);
                break;
            case "W_skip":
                Shape(name, OutputWidth, Width);
                break;
            case "U1" or "U2" or "U3" or "U_shared" or "C1" or "C2" or "C3":
                _ = tensor.Rank == 2 && tensor.Shape[0] == (name[0] == 'U' ? Features : OutputWidth) ? tensor : throw Bad($"'{name}' is a {tensor}, expected {(name[0] == 'U' ? Features : OutputWidth)} rows");
                break;
            case "lambda2" or "lambda3":
                Shape(name);
                break;
            default:
                throw Bad($"'{name}' is no tensor of a {Architecture} that is known here");
        }
    }

    private void Shape(string name, params ReadOnlySpan<int> shape)
    {
        if (!this[name].HasShape(shape))
        {
            throw Bad($"'{name}' is a {this[name]}, expected [{string.Join(", ", shape.ToArray())}]");
        }
    }

    private InputException Bad(string what) => new(what, File);
}
