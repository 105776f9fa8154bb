using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Codes of few features for activations of many dimensions, and activations back from codes: what a sparse autoencoder holds and does once it is trained.</summary>
/// <remarks>
/// Rows are tokens. Inside, encoder and decoder both have a row for each feature (F × d), whatever a file format's order is; formats convert at their door.
/// How it is trained is a matter of a <see cref="SaeTrainer"/>: libraries disagree about that more than about the model. Encoding and decoding are safe from several threads
/// while nobody trains.
/// </remarks>
public abstract class SparseAutoencoder
{
    /// <summary>The kind of model in a word, as <c>topk</c>; files and the command line use it.</summary>
    public abstract string Architecture { get; }

    /// <summary>Width of an activation, d.</summary>
    public abstract int Width { get; }

    /// <summary>Number of features, F.</summary>
    public abstract int Features { get; }

    /// <summary>What is trained, with names that are unique within the model.</summary>
    public abstract IReadOnlyList<Variable> Parameters { get; }

    /// <summary>What is kept with the model and not trained by gradients, such as a threshold; by name.</summary>
    public virtual IReadOnlyDictionary<string, Tensor> Buffers { get; } = new Dictionary<string, Tensor>();

    /// <summary>Codes of activations, as a trained model gives them.</summary>
    /// <param name="x">B × d.</param>
    /// <returns>B × F, few elements of which are not zero.</returns>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public abstract Tensor Encode(Tensor x);

    /// <summary>Activations from codes.</summary>
    /// <param name="codes">B × F.</param>
    /// <returns>B × d.</returns>
    /// <exception cref="ArgumentException">The width differs.</exception>
    public abstract Tensor Decode(Tensor codes);

    /// <summary>Activations from activations: through the codes, and past them where the model has a way for that.</summary>
    /// <param name="x">B × d.</param>
    /// <returns>B × the width of what is reconstructed.</returns>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public virtual Tensor Reconstruct(Tensor x) => Decode(Encode(x));

    /// <summary>A parameter by its name.</summary>
    /// <param name="name">One of <see cref="Parameters"/>.</param>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public Variable this[string name] => Parameters.FirstOrDefault(p => p.Name == name)
        ?? throw new ArgumentException($"a {Architecture} has no parameter '{name}'; it has {string.Join(", ", Parameters.Select(p => p.Name))}", nameof(name));
}
