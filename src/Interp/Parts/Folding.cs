using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Moves what was done to activations before a model into the model.</summary>
public static class Folding
{
    /// <summary>
    /// A model that was trained on activations times a factor (<see cref="InputNormalisation.By"/>) becomes one for activations as they are: encoders times the factor, decoders and their biases by it. Codes stay as they
    /// are; only where a model rescales them by its decoder's norms do they, and the threshold of a batch, shrink with these.
    /// </summary>
    /// <param name="model">The model; changed.</param>
    /// <param name="factor">Positive and finite.</param>
    public static void Scale(SparseAutoencoder model, double factor)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!(factor > 0 && double.IsFinite(factor)))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "a factor of activations is positive and finite");
        }

        foreach (Variable parameter in model.Parameters)
        {
            double times = parameter.Name switch
            {
                "encoder" => factor,
                "decoder" or "decoder_bias" or "c1" or "c2" or "c3" => 1 / factor,
                _ => 1,
            };
            Elementwise.Scale(parameter.Value.Values, (float)times, parameter.Value.Values);
        }

        switch (model)
        {
            case TopKAutoencoder top:
                top.Threshold = top.Options.RescaleByDecoderNorm && top.Threshold > 0 ? (float)(top.Threshold / factor) : top.Threshold;
                top.Changed();
                break;
            case BatchTopKAutoencoder batch:
                batch.Threshold = batch.Options.RescaleByDecoderNorm && batch.Threshold > 0 ? (float)(batch.Threshold / factor) : batch.Threshold;
                batch.Changed();
                break;
            case PolyAutoencoder poly:
                poly.Threshold = poly.Options.RescaleByDecoderNorm ? poly.Threshold / factor : poly.Threshold;
                poly.Changed();
                break;
        }
    }
}
