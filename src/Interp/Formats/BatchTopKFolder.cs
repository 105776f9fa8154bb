using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Interp.Formats;

/// <summary>
/// The folder of the BatchTopK repository: <c>sae.pt</c> and <c>config.json</c>. Its TopK and BatchTopK have a <c>b_enc</c> that they never use (interp §0.3): it is zero here, whatever the file
/// says. With <c>input_unit_norm</c> each token is standardised, as <see cref="InputScaling.LayerNorm"/> does it; the repository's way back adds the 10⁻⁵ that SAELens leaves out.
/// </summary>
public static class BatchTopKFolder
{
    private const string Format = "the BatchTopK repository's";

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <exception cref="InputException">A file is missing or refused, or says what is not known here.</exception>
    public static SaeCheckpoint Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var config = SaeConfig.Open(Path.Combine(folder, "config.json"));
        using var file = TorchFile.Open(Path.Combine(folder, "sae.pt"));
        return Read(config, file);
    }

    /// <summary>A checkpoint from what was opened.</summary>
    internal static SaeCheckpoint Read(SaeConfig config, TorchFile file)
    {
        var notes = new List<string>();
        var stored = StoredTensors.Of(file, notes);
        var architecture = config.Text("sae_type") switch
        {
            "vanilla" => SaeArchitecture.Standard,
            "topk" => SaeArchitecture.TopK,
            "batchtopk" => SaeArchitecture.BatchTopK,
            "jumprelu" => SaeArchitecture.JumpRelu,
            var other => throw config.Bad($"'sae_type' is {(other is null ? "missing" : $"'{other}'")}; expected vanilla, topk, batchtopk or jumprelu"),
        };
        int width = config.Whole("act_size") ?? throw config.Bad("there is no 'act_size'"), features = config.Whole("dict_size") ?? throw config.Bad("there is no 'dict_size'");
        double? k = config.Number("top_k");
        bool selects = architecture is SaeArchitecture.TopK or SaeArchitecture.BatchTopK;
        var encoder = stored.Matrix("W_enc", width, features, turned: false);
        var bias = stored.TakeIf("b_enc") ?? new Tensor(features);
        if (selects && !bias.IsZero())
        {
            notes.Add("'b_enc' is never used by this kind and dropped");
        }

        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["W_enc"] = encoder,
            ["b_enc"] = selects ? new Tensor(features) : bias,
            ["W_dec"] = stored.Matrix("W_dec", features, width, turned: false),
            ["b_dec"] = stored.Take("b_dec"),
        };
        if (architecture == SaeArchitecture.JumpRelu)
        {
            var threshold = tensors["threshold"] = stored.Take("jumprelu.log_threshold");
            foreach (ref float value in threshold.Values)
            {
                value = MathF.Exp(value);
            }
        }

        stored.End();
        var conventions = new SaeConventions { K = selects ? k : null, Scaling = config.Flag("input_unit_norm") == true ? InputScaling.LayerNorm : InputScaling.None };
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        config.MoveRest(metadata);
        return new SaeCheckpoint(architecture, conventions, tensors, metadata, notes, file.File);
    }

    /// <summary>Writes a folder.</summary>
    /// <param name="checkpoint">What to write.</param>
    /// <param name="folder">Where; made when it is missing.</param>
    /// <exception cref="InputException">The repository has no way to say it.</exception>
    public static void Write(SaeCheckpoint checkpoint, string folder)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(folder);
        var conventions = checkpoint.Conventions;
        bool selects = conventions.K is not null;
        string type = checkpoint.Architecture switch
        {
            SaeArchitecture.Standard => "vanilla",
            SaeArchitecture.TopK => "topk",
            SaeArchitecture.BatchTopK => "batchtopk",
            SaeArchitecture.JumpRelu => "jumprelu",
            _ => "",
        };
        SaeOutput.Must(type.Length > 0, checkpoint, Format, "it has no such architecture");
        SaeOutput.Must(conventions is { CentreInput: true, Rectify: true, RescaleByDecoderNorm: false, HeadsConcatenated: false, Scaling: InputScaling.None or InputScaling.LayerNorm }, checkpoint, Format, "it centres its input, rectifies, and scales only by standardising");
        SaeOutput.Must(!checkpoint.IsPolynomial() && !checkpoint.Has("W_skip"), checkpoint, Format, "it has no transcoders and no products of codes");
        SaeOutput.Must(!selects || (checkpoint["b_enc"].IsZero() && !checkpoint.Has("threshold")), checkpoint, Format, "it has no encoder bias and no learned threshold in TopK and BatchTopK");
        SaeOutput.Must(checkpoint.Architecture != SaeArchitecture.JumpRelu || !checkpoint["threshold"].Values.ContainsAnyInRange(float.MinValue, 0f), checkpoint, Format, "a threshold that is not positive has no logarithm");
        Directory.CreateDirectory(folder);
        var writer = new TorchWriter();
        foreach (string name in new[] { "b_dec", "b_enc", "W_enc", "W_dec" })
        {
            SaeOutput.Add(writer, checkpoint, name);
        }

        if (checkpoint.Architecture == SaeArchitecture.JumpRelu)
        {
            var logarithms = checkpoint["threshold"].Copy();
            foreach (ref float value in logarithms.Values)
            {
                value = MathF.Log(value);
            }

            writer.Add("jumprelu.log_threshold", logarithms);
        }

        writer.Save(Path.Combine(folder, "sae.pt"));
        SaeOutput.Json(Path.Combine(folder, "config.json"), json =>
        {
            json.WriteString("sae_type", type);
            json.WriteNumber("act_size", checkpoint.Width);
            json.WriteNumber("dict_size", checkpoint.Features);
            json.WriteBoolean("input_unit_norm", conventions.Scaling == InputScaling.LayerNorm);
            if (selects)
            {
                SaeOutput.Number(json, "top_k", conventions.K!.Value);
            }

            SaeOutput.Metadata(json, checkpoint, "sae_type", "act_size", "dict_size", "input_unit_norm", "top_k");
        });
    }
}
