using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Interp.Formats;

/// <summary>
/// SAELens' folder: <c>sae_weights.safetensors</c> and <c>cfg.json</c>, as version 6 writes them and, read only, the flat configurations before it (interp §5). The weights' orientation is told
/// by their shapes.
/// </summary>
public static class SaeLensFolder
{
    private const string Format = "SAELens";

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <exception cref="InputException">A file is missing or refused, or says what is not known here.</exception>
    public static SaeCheckpoint Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var config = SaeConfig.Open(Path.Combine(folder, "cfg.json"));
        using var file = SafetensorsFile.Open(Path.Combine(folder, "sae_weights.safetensors"));
        return Read(config, file);
    }

    /// <summary>A checkpoint from what was opened.</summary>
    internal static SaeCheckpoint Read(SaeConfig config, SafetensorsFile file)
    {
        var notes = new List<string>();
        var stored = StoredTensors.Of(file, notes);
        string name = Architecture(config, notes, out double? k);
        int width = config.Whole("d_in") ?? throw config.Bad("there is no 'd_in'"), features = config.Whole("d_sae") ?? throw config.Bad("there is no 'd_sae'");
        int output = config.Whole("d_out") ?? width;
        var architecture = name switch
        {
            "standard" or "transcoder" or "skip_transcoder" => SaeArchitecture.Standard,
            "gated" => SaeArchitecture.Gated,
            "jumprelu" or "jumprelu_transcoder" or "jumprelu_skip_transcoder" => SaeArchitecture.JumpRelu,
            "topk" => SaeArchitecture.TopK,
            "batchtopk" => SaeArchitecture.BatchTopK,
            _ when name.StartsWith("poly", StringComparison.Ordinal) && stored.Has("C1") => name.Contains("batch", StringComparison.Ordinal) ? SaeArchitecture.BatchTopK : SaeArchitecture.TopK,
            _ => throw config.Bad($"the architecture is '{name}'; expected standard, gated, jumprelu, topk, batchtopk, one of their transcoders, or a PolySAE"),
        };
        var conventions = new SaeConventions
        {
            K = k,
            CentreInput = config.Flag("apply_b_dec_to_input") ?? Assume(notes, "there is no 'apply_b_dec_to_input'; SAELens took it for true", true),
            Scaling = Scaling(config),
            HeadsConcatenated = config.Text("reshape_activations") switch { null or "none" => false, "hook_z" => true, var other => throw config.Bad($"'reshape_activations' is '{other}', expected none or hook_z") },
            RescaleByDecoderNorm = config.Flag("rescale_acts_by_decoder_norm") ?? false,
        };
        var tensors = Tensors(stored, architecture, width, features, output, notes, file.File);
        _ = (config.Text("dtype"), config.Text("device"));
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        config.Inner("metadata")?.MoveRest(metadata);
        config.MoveRest(metadata);
        Rename(metadata, "hook_point", "hook_name");
        Rename(metadata, "hook_point_layer", "hook_layer");
        Rename(metadata, "hook_point_head_index", "hook_head_index");
        return new SaeCheckpoint(architecture, conventions, tensors, metadata, notes, file.File);
    }

    /// <summary>
    /// Writes a folder of version 6. What SAELens folds when it saves is folded here: norms of the decoder's rows go into the encoder, and BatchTopK and Matryoshka become JumpReLU with their
    /// learned threshold for every feature.
    /// </summary>
    /// <param name="checkpoint">What to write.</param>
    /// <param name="folder">Where; made when it is missing.</param>
    /// <exception cref="InputException">SAELens has no way to say it.</exception>
    public static void Write(SaeCheckpoint checkpoint, string folder)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(folder);
        var (architecture, conventions) = (checkpoint.Architecture, checkpoint.Conventions);
        bool batch = architecture is SaeArchitecture.BatchTopK or SaeArchitecture.Matryoshka, poly = checkpoint.IsPolynomial();
        SaeOutput.Must(conventions.Rectify || (architecture != SaeArchitecture.TopK && !batch), checkpoint, Format, "it keeps negative codes");
        SaeOutput.Must(!batch || checkpoint.Has("threshold"), checkpoint, Format, "it has no learned threshold");
        SaeOutput.Must(!batch || checkpoint["threshold"].Values[0] >= 0, checkpoint, Format, "its threshold was never learned");
        SaeOutput.Must(!poly || (!batch && !conventions.RescaleByDecoderNorm), checkpoint, Format, "its norms or its threshold cannot be folded into a PolySAE");
        bool transcodes = checkpoint.OutputWidth != checkpoint.Width || checkpoint.Has("W_skip");
        SaeOutput.Must(!transcodes || (!batch && !poly && architecture is SaeArchitecture.Standard or SaeArchitecture.JumpRelu), checkpoint, Format, "it has transcoders of standard and jumprelu only");
        Directory.CreateDirectory(folder);
        string name = poly ? "polysae" : architecture switch
        {
            SaeArchitecture.Gated => "gated",
            SaeArchitecture.TopK => "topk",
            SaeArchitecture.Standard => transcodes ? "transcoder" : "standard",
            _ => transcodes ? "jumprelu_transcoder" : "jumprelu",
        };
        name = checkpoint.Has("W_skip") ? name.Replace("transcoder", "skip_transcoder", StringComparison.Ordinal) : name;
        var writer = new SafetensorsWriter();
        Folded(checkpoint, writer, batch);
        writer.Save(Path.Combine(folder, "sae_weights.safetensors"));
        SaeOutput.Json(Path.Combine(folder, "cfg.json"), json =>
        {
            json.WriteString("architecture", name);
            json.WriteNumber("d_in", checkpoint.Width);
            json.WriteNumber("d_sae", checkpoint.Features);
            if (transcodes)
            {
                json.WriteNumber("d_out", checkpoint.OutputWidth);
            }

            json.WriteString("dtype", "float32");
            json.WriteString("device", "cpu");
            json.WriteBoolean("apply_b_dec_to_input", conventions.CentreInput);
            json.WriteString("normalize_activations", conventions.Scaling switch
            {
                InputScaling.None => "none",
                InputScaling.ExpectedAverage => "expected_average_only_in",
                InputScaling.ConstantNorm => "constant_norm_rescale",
                _ => "layer_norm",
            });
            json.WriteString("reshape_activations", conventions.HeadsConcatenated ? "hook_z" : "none");
            if (architecture == SaeArchitecture.TopK)
            {
                SaeOutput.Number(json, "k", conventions.K!.Value);
                json.WriteBoolean("rescale_acts_by_decoder_norm", false);
            }

            json.WriteStartObject("metadata");
            SaeOutput.Metadata(json, checkpoint);
            json.WriteEndObject();
        });
    }

    private static string Architecture(SaeConfig config, List<string> notes, out double? k)
    {
        k = config.Number("k");
        string? name = config.Text("architecture"), activation = config.Text("activation_fn") ?? config.Text("activation_fn_str");
        var options = config.Inner("activation_fn_kwargs");
        if (activation == "topk")
        {
            k = options?.Number("k") ?? k;
            name = name is null or "standard" or "topk" ? "topk" : throw config.Bad($"the activation topk in the architecture '{name}'");
        }
        else if (activation is not null and not "relu")
        {
            throw config.Bad($"the activation '{activation}'; expected relu or topk");
        }

        return name ?? Assume(notes, "there is no 'architecture'; SAELens took it for standard", "standard");
    }

    private static InputScaling Scaling(SaeConfig config)
    {
        if (config.IsFlag("normalize_activations"))
        {
            return config.Flag("normalize_activations") == true ? InputScaling.ExpectedAverage : InputScaling.None;
        }

        return config.Text("normalize_activations") switch
        {
            null or "none" => InputScaling.None,
            "expected_average_only_in" => InputScaling.ExpectedAverage,
            "constant_norm_rescale" => InputScaling.ConstantNorm,
            "layer_norm" => InputScaling.LayerNorm,
            var other => throw config.Bad($"'normalize_activations' is '{other}'; expected none, expected_average_only_in, constant_norm_rescale or layer_norm"),
        };
    }

    private static Dictionary<string, Tensor> Tensors(StoredTensors stored, SaeArchitecture architecture, int width, int features, int output, List<string> notes, string file)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["W_enc"] = stored.Matrix("W_enc", width, features, turned: false),
            ["W_dec"] = stored.Matrix("W_dec", features, output, turned: false),
            ["b_dec"] = stored.Take("b_dec"),
        };
        foreach (string name in architecture == SaeArchitecture.Gated ? ["b_gate", "r_mag", "b_mag"] : (string[])["b_enc"])
        {
            tensors[name] = stored.Take(name);
        }

        if (architecture == SaeArchitecture.JumpRelu)
        {
            tensors["threshold"] = stored.TakeIf("threshold") ?? Exponential(stored.Take("log_threshold"), notes);
        }
        else if (stored.Scalar("topk_threshold") is { } threshold)
        {
            tensors["threshold"] = Tensor.Wrap([(float)threshold]);
        }

        foreach (string name in new[] { "W_skip", "U_shared", "U1", "U2", "U3", "C1", "C2", "C3" })
        {
            if (stored.TakeIf(name) is { } tensor)
            {
                tensors[name] = tensor;
            }
        }

        foreach (string name in new[] { "lambda2", "lambda3" })
        {
            if (stored.Scalar(name) is { } value)
            {
                tensors[name] = Tensor.Wrap([(float)value]);
            }
        }

        if (stored.TakeIf("scaling_factor") is { } scale)
        {
            notes.Add(scale.Values.ContainsAnyExcept(1f) ? throw new InputException("'scaling_factor' is not one everywhere; fold it into the decoder first", file) : "'scaling_factor' is one everywhere and dropped");
        }

        stored.End();
        return tensors;
    }

    private static Tensor Exponential(Tensor logarithms, List<string> notes)
    {
        notes.Add("'log_threshold' of a training checkpoint became a linear threshold");
        foreach (ref float value in logarithms.Values)
        {
            value = MathF.Exp(value);
        }

        return logarithms;
    }

    private static void Folded(SaeCheckpoint checkpoint, SafetensorsWriter writer, bool batch)
    {
        Tensor encoder = checkpoint["W_enc"], decoder = checkpoint["W_dec"], bias = checkpoint["b_enc"];
        if (checkpoint.Conventions.RescaleByDecoderNorm)
        {
            (encoder, decoder, bias) = (encoder.Copy(), decoder.Copy(), bias.Copy());
            for (int f = 0; f < checkpoint.Features; f++)
            {
                double squares = 0;
                foreach (float value in decoder.Row(f))
                {
                    squares += (double)value * value;
                }

                float norm = (float)Math.Sqrt(squares);
                SaeOutput.Must(norm > 0, checkpoint, Format, $"the decoder's row {f} is zero, and norms are to be folded");
                foreach (ref float value in decoder.Row(f))
                {
                    value /= norm;
                }

                bias.Values[f] *= norm;
                for (int i = 0; i < checkpoint.Width; i++)
                {
                    encoder[i, f] *= norm;
                }
            }
        }

        writer.Add("W_enc", encoder);
        writer.Add("W_dec", decoder);
        if (checkpoint.Architecture != SaeArchitecture.Gated)
        {
            writer.Add("b_enc", bias);
        }

        foreach (var (name, tensor) in checkpoint.Tensors)
        {
            if (name is not ("W_enc" or "W_dec" or "b_enc" or "threshold"))
            {
                writer.Add(name, tensor);
            }
        }

        if (batch || checkpoint.Architecture == SaeArchitecture.JumpRelu)
        {
            var threshold = batch ? new Tensor(checkpoint.Features) : checkpoint["threshold"];
            if (batch)
            {
                threshold.Values.Fill(checkpoint["threshold"].Values[0]);
            }

            writer.Add("threshold", threshold);
        }
    }

    private static T Assume<T>(List<string> notes, string note, T value)
    {
        notes.Add(note);
        return value;
    }

    private static void Rename(Dictionary<string, string> metadata, string from, string to)
    {
        if (metadata.Remove(from, out string? value))
        {
            metadata.TryAdd(to, value);
        }
    }
}
