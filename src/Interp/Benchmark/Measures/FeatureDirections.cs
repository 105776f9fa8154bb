using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>What each feature of a model adds to a reconstruction.</summary>
public static class FeatureDirections
{
    // Small, so that products of codes with themselves in a polynomial decoder do not count.
    private const float Step = 1f / 64;

    /// <summary>Directions of features: the change of the reconstruction with a small code, at unit length. A feature that changes nothing has a row of zeros.</summary>
    /// <param name="model">Any model.</param>
    /// <returns>F × d.</returns>
    public static Tensor Of(SparseAutoencoder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var codes = new Tensor(model.Features + 1, model.Features);
        for (int feature = 0; feature < model.Features; feature++)
        {
            codes[feature, feature] = Step;
        }

        Tensor all = model.Decode(codes), rows = all.Slice(0, model.Features).Copy();
        ReadOnlySpan<float> none = all.Row(model.Features);
        for (int feature = 0; feature < model.Features; feature++)
        {
            Span<float> row = rows.Row(feature);
            for (int i = 0; i < row.Length; i++)
            {
                row[i] -= none[i];
            }

            float length = DecoderRows.Length(row);
            if (length > 1e-7f)
            {
                RandomDirections.Normalise(row);
            }
            else
            {
                row.Clear();
            }
        }

        return rows;
    }
}
