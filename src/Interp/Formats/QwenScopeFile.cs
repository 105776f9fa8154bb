using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Interp.Formats;

/// <summary>
/// Qwen-Scope's <c>layerN.sae.pt</c>: four tensors, both matrices turned against SAELens (papers-sae §15). Codes are the k largest of h·W_encᵀ + b_enc, negative ones too, with nothing taken off
/// the input. The file does not say k; the model's card does.
/// </summary>
public static class QwenScopeFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="k">Codes of a token, from the model's card.</param>
    /// <exception cref="InputException">It is missing or refused.</exception>
    public static SaeCheckpoint Read(string path, int k)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var file = TorchFile.Open(path);
        var notes = new List<string>();
        var stored = StoredTensors.Of(file, notes);
        int features = stored.LengthOf("b_enc"), width = stored.LengthOf("b_dec");
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["W_enc"] = stored.Matrix("W_enc", width, features, turned: true),
            ["W_dec"] = stored.Matrix("W_dec", features, width, turned: true),
            ["b_enc"] = stored.Take("b_enc"),
            ["b_dec"] = stored.Take("b_dec"),
        };
        stored.End();
        return new SaeCheckpoint(SaeArchitecture.TopK, new SaeConventions { K = k, CentreInput = false, Rectify = false }, tensors, null, notes, path);
    }

    /// <summary>Writes a file.</summary>
    /// <param name="checkpoint">What to write: a TopK that keeps negative codes and does not centre its input.</param>
    /// <param name="path">Where; what is there is replaced.</param>
    /// <exception cref="InputException">The format has no way to say it.</exception>
    public static void Write(SaeCheckpoint checkpoint, string path)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        SaeOutput.Must(
            checkpoint is { Architecture: SaeArchitecture.TopK, Tensors.Count: 4, Conventions: { CentreInput: false, Rectify: false, RescaleByDecoderNorm: false, Scaling: InputScaling.None, HeadsConcatenated: false } },
            checkpoint, "Qwen-Scope", "it knows TopK that keeps negative codes and leaves its input as it is");
        var writer = new TorchWriter();
        SaeOutput.Add(writer, checkpoint, "W_enc", turned: true);
        SaeOutput.Add(writer, checkpoint, "W_dec", turned: true);
        SaeOutput.Add(writer, checkpoint, "b_enc");
        SaeOutput.Add(writer, checkpoint, "b_dec");
        writer.Save(path);
    }
}
