using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Interp.Formats;

/// <summary>dictionary_learning's folder: <c>ae.pt</c>, read without running anything in it, and <c>config.json</c>, which names the class (interp §5).</summary>
public static class DictionaryLearningFolder
{
    private const string Format = "dictionary_learning";

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <exception cref="InputException">A file is missing or refused, or says what is not known here.</exception>
    public static SaeCheckpoint Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var config = SaeConfig.Open(Path.Combine(folder, "config.json"));
        using var file = TorchFile.Open(Path.Combine(folder, "ae.pt"));
        return Read(config, file);
    }

    /// <summary>A checkpoint from what was opened.</summary>
    internal static SaeCheckpoint Read(SaeConfig config, TorchFile file)
    {
        var trainer = config.Inner("trainer") ?? throw config.Bad("there is no 'trainer', which names the class");
        var notes = new List<string>();
        var stored = StoredTensors.Of(file, notes);
        string name = trainer.Text("dict_class") ?? throw config.Bad("there is no 'trainer.dict_class'; TopK and BatchTopK have the same tensors and cannot be told apart without it");
        int width = trainer.Whole("activation_dim") ?? throw config.Bad("there is no 'trainer.activation_dim'"), features = trainer.Whole("dict_size") ?? throw config.Bad("there is no 'trainer.dict_size'");
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        double? k = trainer.Number("k"), ownK = stored.Scalar("k"), threshold = null;
        int[] groups = [];
        bool centre = true;
        SaeArchitecture architecture;
        switch (name)
        {
            case "AutoEncoder" or "AutoEncoderNew":
                architecture = SaeArchitecture.Standard;
                centre = name == "AutoEncoder";
                Layers(stored, tensors, width, features);
                tensors["b_dec"] = stored.Take(centre ? "bias" : "decoder.bias");
                break;
            case "GatedAutoEncoder":
                architecture = SaeArchitecture.Gated;
                tensors["W_enc"] = stored.Matrix("encoder.weight", width, features, turned: true);
                tensors["W_dec"] = stored.Matrix("decoder.weight", features, width, turned: true);
                (tensors["b_dec"], tensors["r_mag"], tensors["b_gate"], tensors["b_mag"]) = (stored.Take("decoder_bias"), stored.Take("r_mag"), stored.Take("gate_bias"), stored.Take("mag_bias"));
                break;
            case "AutoEncoderTopK" or "BatchTopKSAE":
                architecture = name == "AutoEncoderTopK" ? SaeArchitecture.TopK : SaeArchitecture.BatchTopK;
                Layers(stored, tensors, width, features);
                tensors["b_dec"] = stored.Take("b_dec");
                threshold = stored.Scalar("threshold");
                break;
            case "MatryoshkaBatchTopKSAE" or "JumpReluAutoEncoder":
                architecture = name == "JumpReluAutoEncoder" ? SaeArchitecture.JumpRelu : SaeArchitecture.Matryoshka;
                tensors["W_enc"] = stored.Matrix("W_enc", width, features, turned: false);
                tensors["W_dec"] = stored.Matrix("W_dec", features, width, turned: false);
                (tensors["b_enc"], tensors["b_dec"]) = (stored.Take("b_enc"), stored.Take("b_dec"));
                if (architecture == SaeArchitecture.JumpRelu)
                {
                    tensors["threshold"] = stored.Take("threshold");
                    centre = trainer.Flag("apply_b_dec_to_input") ?? false;
                    break;
                }

                threshold = stored.Scalar("threshold");
                groups = [.. (stored.Whole("group_sizes") ?? throw new InputException("there is no tensor 'group_sizes'", file.File)).Select(g => g is > 0 and <= int.MaxValue ? (int)g : throw new InputException($"'group_sizes' holds {g}", file.File))];
                break;
            default:
                throw config.Bad($"the class is '{name}'; expected AutoEncoder, AutoEncoderNew, GatedAutoEncoder, AutoEncoderTopK, BatchTopKSAE, MatryoshkaBatchTopKSAE or JumpReluAutoEncoder");
        }

        bool selects = architecture is SaeArchitecture.TopK or SaeArchitecture.BatchTopK or SaeArchitecture.Matryoshka;
        if (selects && k is { } said && ownK is { } own && said != own)
        {
            notes.Add(FormattableString.Invariant($"k is {own} in the weights and {said} in the configuration; the weights count"));
        }

        if (threshold is { } learned)
        {
            tensors["threshold"] = Tensor.Wrap([(float)learned]);
        }

        stored.End();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        trainer.MoveRest(metadata);
        config.MoveRest(metadata);
        return new SaeCheckpoint(architecture, new SaeConventions { K = selects ? ownK ?? k : null, CentreInput = centre, GroupSizes = groups }, tensors, metadata, notes, file.File);
    }

    /// <summary>Writes a folder.</summary>
    /// <param name="checkpoint">What to write.</param>
    /// <param name="folder">Where; made when it is missing.</param>
    /// <exception cref="InputException">dictionary_learning has no way to say it.</exception>
    public static void Write(SaeCheckpoint checkpoint, string folder)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(folder);
        var (architecture, conventions) = (checkpoint.Architecture, checkpoint.Conventions);
        bool selects = conventions.K is not null;
        SaeOutput.Must(conventions.Rectify || !selects, checkpoint, Format, "it keeps negative codes");
        SaeOutput.Must(!conventions.RescaleByDecoderNorm && conventions.Scaling == InputScaling.None && !conventions.HeadsConcatenated, checkpoint, Format, "it does not scale or reshape its input");
        SaeOutput.Must(!checkpoint.IsPolynomial() && !checkpoint.Has("W_skip") && checkpoint.OutputWidth == checkpoint.Width, checkpoint, Format, "it has no transcoders and no products of codes");
        SaeOutput.Must(conventions.CentreInput || architecture is SaeArchitecture.Standard or SaeArchitecture.JumpRelu, checkpoint, Format, "it always takes the decoder's bias off the input");
        SaeOutput.Must(!selects || conventions.K % 1 == 0, checkpoint, Format, "k is no whole number");
        Directory.CreateDirectory(folder);
        var writer = new TorchWriter();
        string name = Fill(checkpoint, writer);
        if (selects)
        {
            writer.Add("k", new[] { (long)conventions.K!.Value }, ElementType.I32);
            writer.Add("threshold", checkpoint.Has("threshold") ? checkpoint["threshold"] : Tensor.Wrap([-1f]));
        }

        if (architecture == SaeArchitecture.Matryoshka)
        {
            writer.Add("group_sizes", conventions.GroupSizes.Select(g => (long)g).ToArray(), ElementType.I64, conventions.GroupSizes.Count);
        }

        writer.Save(Path.Combine(folder, "ae.pt"));
        SaeOutput.Json(Path.Combine(folder, "config.json"), json =>
        {
            json.WriteStartObject("trainer");
            json.WriteString("dict_class", name);
            json.WriteNumber("activation_dim", checkpoint.Width);
            json.WriteNumber("dict_size", checkpoint.Features);
            if (selects)
            {
                json.WriteNumber("k", (long)conventions.K!.Value);
            }

            if (architecture == SaeArchitecture.JumpRelu)
            {
                json.WriteBoolean("apply_b_dec_to_input", conventions.CentreInput);
            }

            SaeOutput.Metadata(json, checkpoint, "dict_class", "activation_dim", "dict_size", "k", "apply_b_dec_to_input", "buffer");
            json.WriteEndObject();
            if (checkpoint.Metadata.TryGetValue("buffer", out string? buffer))
            {
                SaeOutput.Member(json, "buffer", buffer);
            }
        });
    }

    private static void Layers(StoredTensors stored, Dictionary<string, Tensor> tensors, int width, int features)
    {
        tensors["W_enc"] = stored.Matrix("encoder.weight", width, features, turned: true);
        tensors["b_enc"] = stored.Take("encoder.bias");
        tensors["W_dec"] = stored.Matrix("decoder.weight", features, width, turned: true);
    }

    private static string Fill(SaeCheckpoint checkpoint, TorchWriter writer)
    {
        if (checkpoint.Architecture is SaeArchitecture.Matryoshka or SaeArchitecture.JumpRelu)
        {
            SaeOutput.Add(writer, checkpoint, "W_enc");
            SaeOutput.Add(writer, checkpoint, "b_enc");
            SaeOutput.Add(writer, checkpoint, "W_dec");
            SaeOutput.Add(writer, checkpoint, "b_dec");
            if (checkpoint.Architecture == SaeArchitecture.JumpRelu)
            {
                SaeOutput.Add(writer, checkpoint, "threshold");
                return "JumpReluAutoEncoder";
            }

            return "MatryoshkaBatchTopKSAE";
        }

        bool gated = checkpoint.Architecture == SaeArchitecture.Gated, standard = checkpoint.Architecture == SaeArchitecture.Standard;
        SaeOutput.Add(writer, checkpoint, "b_dec", gated ? "decoder_bias" : !standard ? "b_dec" : checkpoint.Conventions.CentreInput ? "bias" : "decoder.bias");
        SaeOutput.Add(writer, checkpoint, "W_enc", "encoder.weight", turned: true);
        SaeOutput.Add(writer, checkpoint, "W_dec", "decoder.weight", turned: true);
        if (gated)
        {
            SaeOutput.Must(checkpoint["b_enc"].IsZero(), checkpoint, Format, "a gated one has no bias of its encoder");
            SaeOutput.Add(writer, checkpoint, "r_mag");
            SaeOutput.Add(writer, checkpoint, "b_gate", "gate_bias");
            SaeOutput.Add(writer, checkpoint, "b_mag", "mag_bias");
            return "GatedAutoEncoder";
        }

        SaeOutput.Add(writer, checkpoint, "b_enc", "encoder.bias");
        return checkpoint.Architecture switch
        {
            SaeArchitecture.TopK => "AutoEncoderTopK",
            SaeArchitecture.BatchTopK => "BatchTopKSAE",
            _ => checkpoint.Conventions.CentreInput ? "AutoEncoder" : "AutoEncoderNew",
        };
    }
}
