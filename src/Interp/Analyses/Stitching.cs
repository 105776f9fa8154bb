using Sim.Numerics.Search;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>For each feature of a large autoencoder, the most similar feature of a small one (arXiv 2502.04878; interp §1.15). The paper divides features by what inserting them does to the error; the cosine only predicts it.</summary>
/// <param name="Nearest">Feature of the small one whose decoder has the largest cosine.</param>
/// <param name="Cosines">That cosine.</param>
public sealed record Stitching(IReadOnlyList<int> Nearest, IReadOnlyList<float> Cosines)
{
    /// <summary>Compares decoders.</summary>
    /// <param name="large">F × d; rows of any length but zero.</param>
    /// <param name="small">f × d.</param>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    public static Stitching Of(Tensor large, Tensor small)
    {
        ArgumentNullException.ThrowIfNull(large);
        ArgumentNullException.ThrowIfNull(small);
        if (large.Columns != small.Columns)
        {
            throw new ArgumentException($"decoders are a {large} and a {small}: the widths differ", nameof(small));
        }

        (Tensor a, Tensor b) = (large.Copy(), small.Copy());
        DecoderRows.Normalise(a, 0);
        DecoderRows.Normalise(b, 0);
        int[] nearest = new int[a.Rows];
        float[] cosines = new float[a.Rows];
        new InnerProductIndex(b).Find(a, null, 1, nearest, cosines);
        return new Stitching(nearest, cosines);
    }

    /// <summary>Features whose cosine is at least a bound: they take the place of small ones (reconstruction features). Others are added (novel ones).</summary>
    /// <param name="bound">0.7 in what is told of the work; no body of the paper confirms it.</param>
    public IReadOnlyList<bool> AreReconstruction(double bound = 0.7) => [.. Cosines.Select(cosine => cosine >= bound)];
}
