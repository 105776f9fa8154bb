using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Interp.Formats;

/// <summary>sparsify's folder of one hook point: <c>sae.safetensors</c> (encoder turned, decoder as rows) and <c>cfg.json</c> (interp §5).</summary>
public static class SparsifyFolder
{
    private const string Format = "sparsify";

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <exception cref="InputException">A file is missing or refused, or says what is not known here.</exception>
    public static SaeCheckpoint Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var config = SaeConfig.Open(Path.Combine(folder, "cfg.json"));
        using var file = SafetensorsFile.Open(Path.Combine(folder, "sae.safetensors"));
        return Read(config, file);
    }

    /// <summary>A checkpoint from what was opened.</summary>
    internal static SaeCheckpoint Read(SaeConfig config, SafetensorsFile file)
    {
        var notes = new List<string>();
        var stored = StoredTensors.Of(file, notes);
        if (config.Text("activation") is { } activation and not "topk")
        {
            throw config.Bad($"the activation is '{activation}', expected topk");
        }

        if (config.Flag("signed") == true)
        {
            throw config.Bad("'signed' codes of an old version are not read");
        }

        int width = config.Whole("d_in") ?? throw config.Bad("there is no 'd_in'"), features = stored.LengthOf("encoder.bias"), output = stored.LengthOf("b_dec");
        int expected = config.Whole("num_latents") is { } count and > 0 ? count : checked((int)Math.Min(int.MaxValue, (long)width * (config.Whole("expansion_factor") ?? 32)));
        if (features != expected)
        {
            throw config.Bad($"{expected} features by the configuration, but 'encoder.bias' has {features}");
        }

        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["W_enc"] = stored.Matrix("encoder.weight", width, features, turned: true),
            ["b_enc"] = stored.Take("encoder.bias"),
            ["W_dec"] = stored.Matrix("W_dec", features, output, turned: false),
            ["b_dec"] = stored.Take("b_dec"),
        };
        if (config.Flag("skip_connection") == true)
        {
            tensors["W_skip"] = stored.Take("W_skip");
        }

        stored.End();
        var conventions = new SaeConventions { K = config.Whole("k") ?? throw config.Bad("there is no 'k'"), CentreInput = config.Flag("transcode") != true };
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        config.MoveRest(metadata);
        return new SaeCheckpoint(SaeArchitecture.TopK, conventions, tensors, metadata, notes, file.File);
    }

    /// <summary>Writes a folder.</summary>
    /// <param name="checkpoint">What to write: a TopK that rectifies.</param>
    /// <param name="folder">Where; made when it is missing.</param>
    /// <exception cref="InputException">sparsify has no way to say it.</exception>
    public static void Write(SaeCheckpoint checkpoint, string folder)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(folder);
        var conventions = checkpoint.Conventions;
        SaeOutput.Must(checkpoint.Architecture == SaeArchitecture.TopK && conventions.Rectify, checkpoint, Format, "it knows TopK of rectified codes only");
        SaeOutput.Must(!conventions.RescaleByDecoderNorm && conventions.Scaling == InputScaling.None && !conventions.HeadsConcatenated && !checkpoint.IsPolynomial(), checkpoint, Format, "it does not scale or reshape its input, nor multiply codes");
        Directory.CreateDirectory(folder);
        var writer = new SafetensorsWriter();
        SaeOutput.Add(writer, checkpoint, "W_enc", "encoder.weight", turned: true);
        SaeOutput.Add(writer, checkpoint, "b_enc", "encoder.bias");
        SaeOutput.Add(writer, checkpoint, "W_dec");
        SaeOutput.Add(writer, checkpoint, "b_dec");
        if (checkpoint.Has("W_skip"))
        {
            SaeOutput.Add(writer, checkpoint, "W_skip");
        }

        writer.Save(Path.Combine(folder, "sae.safetensors"));
        SaeOutput.Json(Path.Combine(folder, "cfg.json"), json =>
        {
            string[] taken = ["activation", "num_latents", "expansion_factor", "k", "skip_connection", "transcode", "d_in", "normalize_decoder", "multi_topk"];
            json.WriteString("activation", "topk");
            json.WriteNumber("expansion_factor", Math.Max(1, checkpoint.Features / checkpoint.Width));
            json.WriteBoolean("normalize_decoder", checkpoint.Metadata.GetValueOrDefault("normalize_decoder") != "false");
            json.WriteNumber("num_latents", checkpoint.Features);
            SaeOutput.Number(json, "k", conventions.K!.Value);
            json.WriteBoolean("multi_topk", checkpoint.Metadata.GetValueOrDefault("multi_topk") == "true");
            json.WriteBoolean("skip_connection", checkpoint.Has("W_skip"));
            json.WriteBoolean("transcode", !conventions.CentreInput);
            json.WriteNumber("d_in", checkpoint.Width);
            SaeOutput.Metadata(json, checkpoint, taken);
        });
    }
}
