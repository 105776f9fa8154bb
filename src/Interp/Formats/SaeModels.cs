using Sim.Numerics.Tensors;

namespace Sim.Interp.Formats;

/// <summary>Models from checkpoints and checkpoints from models. Parameters are copied both ways.</summary>
public static class SaeModels
{
    private static readonly string[] DirectionNames = ["U1", "U2", "U3"];
    private static readonly string[] OutputNames = ["C1", "C2", "C3"];

    /// <summary>A model that gives the codes that the checkpoint's library gives. What happens to its input is not part of it: see <see cref="TrainedAutoencoder"/>.</summary>
    /// <param name="checkpoint">What a file holds.</param>
    /// <exception cref="InputException">The numbers do not fit to the architecture.</exception>
    public static SparseAutoencoder ToModel(SaeCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        try
        {
            return Make(checkpoint);
        }
        catch (ArgumentException e)
        {
            throw new InputException($"the checkpoint makes no model: {e.Message}", checkpoint.File, inner: e);
        }
    }

    /// <summary>A checkpoint of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="normalisation">What training did to its input. One factor for all rows is folded into the parameters.</param>
    /// <param name="metadata">What else a file shall say.</param>
    /// <exception cref="InputException">Checkpoints have no way to say it.</exception>
    public static SaeCheckpoint ToCheckpoint(SparseAutoencoder model, InputNormalisation normalisation, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(normalisation);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var conventions = new SaeConventions();
        SaeArchitecture architecture;
        switch (model)
        {
            case TopKAutoencoder topK when topK.Options.Order == default:
                architecture = SaeArchitecture.TopK;
                Fill(tensors, topK.Encoder.Value, topK.EncoderBias.Value, topK.Decoder.Value, topK.DecoderBias.Value);
                conventions = conventions with { K = topK.Options.K, CentreInput = topK.Options.CentreInput, Rectify = topK.Options.Rectify, RescaleByDecoderNorm = topK.Options.RescaleByDecoderNorm };
                if (topK.Skip is { } skip)
                {
                    tensors["W_skip"] = skip.Value.Copy();
                }

                if (topK.Threshold >= 0)
                {
                    tensors["threshold"] = Tensor.Wrap([topK.Threshold]);
                }

                break;
            case BatchTopKAutoencoder batch when batch.ActiveGroups == batch.Groups.Count:
                architecture = batch.Options.Groups is null ? SaeArchitecture.BatchTopK : SaeArchitecture.Matryoshka;
                Fill(tensors, batch.Encoder.Value, batch.Options.UseEncoderBias ? batch.EncoderBias.Value : new Tensor(batch.Features), batch.Decoder.Value, batch.DecoderBias.Value);
                conventions = conventions with { K = batch.Options.K, CentreInput = batch.Options.CentreInput, RescaleByDecoderNorm = batch.Options.RescaleByDecoderNorm, GroupSizes = batch.Options.Groups is null ? [] : batch.Groups };

                // A threshold that was never learned lets every positive code through, as zero does.
                tensors["threshold"] = Tensor.Wrap([Math.Max(batch.Threshold, 0)]);
                break;
            case StandardAutoencoder standard:
                architecture = SaeArchitecture.Standard;
                Fill(tensors, standard.Encoder.Value, standard.EncoderBias.Value, standard.Decoder.Value, standard.DecoderBias.Value);
                conventions = conventions with { CentreInput = standard.CentresInput };
                break;
            case GatedAutoencoder gated:
                architecture = SaeArchitecture.Gated;
                Fill(tensors, gated.Encoder.Value, new Tensor(gated.Features), gated.Decoder.Value, gated.DecoderBias.Value);
                (tensors["b_gate"], tensors["r_mag"], tensors["b_mag"]) = (gated.GateBias.Value.Copy(), gated.MagnitudeScale.Value.Copy(), gated.MagnitudeBias.Value.Copy());
                conventions = conventions with { CentreInput = gated.CentresInput };
                break;
            case JumpReluAutoencoder jump:
                architecture = SaeArchitecture.JumpRelu;
                Fill(tensors, jump.Encoder.Value, jump.EncoderBias.Value, jump.Decoder.Value, jump.DecoderBias.Value);
                tensors["threshold"] = jump.Thresholds(new Numerics.Gradients.Tape { IsRecording = false }).Value.Copy();
                conventions = conventions with { CentreInput = jump.CentresInput };
                break;
            case PolyAutoencoder poly:
                architecture = poly.Options.Batch ? SaeArchitecture.BatchTopK : SaeArchitecture.TopK;
                FillPolynomial(tensors, poly);
                conventions = conventions with { K = poly.Options.K, CentreInput = poly.Options.CentreInput, RescaleByDecoderNorm = poly.Options.RescaleByDecoderNorm };
                break;
            default:
                throw new InputException($"no file format that is known here holds a model of the kind '{model.Architecture}'; its parameters are in the training's state");
        }

        conventions = conventions with
        {
            Scaling = normalisation.Name switch { "constant_norm_rescale" => InputScaling.ConstantNorm, "layer_norm" => InputScaling.LayerNorm, _ => InputScaling.None },
        };
        if (normalisation.Factor != 1)
        {
            FoldFactor(tensors, ref conventions, (float)normalisation.Factor);
        }

        return new SaeCheckpoint(architecture, conventions, tensors, metadata);
    }

    private static SparseAutoencoder Make(SaeCheckpoint c)
    {
        SaeConventions conventions = c.Conventions;
        Tensor Own(string name) => c[name].Copy();
        if (c.IsPolynomial())
        {
            Tensor[] directions = c.Has("U_shared") ? [Own("U_shared")] : [.. DirectionNames.Where(c.Has).Select(Own)];
            Tensor[] outputs = [.. OutputNames.Where(c.Has).Select(Own)];
            var decoder = new PolyDecoder(directions, outputs, c.Has("lambda2") ? c["lambda2"].Values[0] : 0, c.Has("lambda3") ? c["lambda3"].Values[0] : 0);
            var options = new PolyOptions(conventions.K!.Value) { Batch = c.Architecture == SaeArchitecture.BatchTopK, CentreInput = conventions.CentreInput, RescaleByDecoderNorm = conventions.RescaleByDecoderNorm };
            return new PolyAutoencoder(c.EncoderRows(), Own("b_enc"), decoder, Own("b_dec"), options) { Threshold = c.Has("threshold") ? c["threshold"].Values[0] : 0 };
        }

        switch (c.Architecture)
        {
            case SaeArchitecture.Standard:
                return new StandardAutoencoder(c.EncoderRows(), Own("b_enc"), Own("W_dec"), Own("b_dec"), conventions.CentreInput);
            case SaeArchitecture.Gated:
                return new GatedAutoencoder(c.EncoderRows(), Own("b_gate"), Own("r_mag"), Own("b_mag"), Own("W_dec"), Own("b_dec"), conventions.CentreInput);
            case SaeArchitecture.JumpRelu:
                return new JumpReluAutoencoder(c.EncoderRows(), Own("b_enc"), Own("threshold"), Own("W_dec"), Own("b_dec"), new JumpReluOptions { CentreInput = conventions.CentreInput });
            case SaeArchitecture.TopK:
                var topK = new TopKAutoencoder(c.EncoderRows(), Own("b_enc"), Own("W_dec"), Own("b_dec"), new TopKOptions((int)conventions.K!.Value)
                {
                    CentreInput = conventions.CentreInput,
                    Rectify = conventions.Rectify,
                    RescaleByDecoderNorm = conventions.RescaleByDecoderNorm,
                    Skip = c.Has("W_skip"),
                });
                topK.Skip?.Value.CopyFrom(c["W_skip"]);
                topK.Threshold = c.Has("threshold") ? c["threshold"].Values[0] : -1;
                return topK;
            default:
                return new BatchTopKAutoencoder(c.EncoderRows(), Own("b_enc"), Own("W_dec"), Own("b_dec"), new BatchTopKOptions(conventions.K!.Value)
                {
                    CentreInput = conventions.CentreInput,
                    RescaleByDecoderNorm = conventions.RescaleByDecoderNorm,
                    Groups = c.Architecture == SaeArchitecture.Matryoshka ? conventions.GroupSizes : null,
                })
                {
                    Threshold = c.Has("threshold") ? c["threshold"].Values[0] : -1,
                };
        }
    }

    private static void Fill(Dictionary<string, Tensor> tensors, Tensor encoder, Tensor encoderBias, Tensor decoder, Tensor decoderBias) =>
        (tensors["W_enc"], tensors["b_enc"], tensors["W_dec"], tensors["b_dec"]) = (Turned.Copy(encoder), encoderBias.Copy(), decoder.Copy(), decoderBias.Copy());

    // The library keeps a decoder that it does not use: the linear terms of features at unit length, for tools that expect one.
    private static void FillPolynomial(Dictionary<string, Tensor> tensors, PolyAutoencoder poly)
    {
        Tensor linear = Products.MatMul(poly.Decoder.Directions[0].Value, poly.Decoder.Outputs[0].Value, transposeB: true);
        DecoderRows.Normalise(linear);
        Fill(tensors, poly.Encoder.Value, poly.EncoderBias.Value, linear, poly.DecoderBias.Value);
        for (int i = 0; i < poly.Decoder.Directions.Count; i++)
        {
            tensors[poly.Decoder.IsShared ? "U_shared" : $"U{i + 1}"] = poly.Decoder.Directions[i].Value.Copy();
        }

        for (int i = 0; i < poly.Decoder.Order; i++)
        {
            tensors[$"C{i + 1}"] = poly.Decoder.Outputs[i].Value.Copy();
        }

        for (int i = 0; i < poly.Decoder.Weights.Count; i++)
        {
            tensors[$"lambda{i + 2}"] = Tensor.Wrap([poly.Decoder.Weights[i].Value.Values[0]]);
        }

        if (poly.Options.Batch)
        {
            tensors["threshold"] = Tensor.Wrap([(float)poly.Threshold]);
        }
    }

    // With s the factor: codes of s·x under (W, b) are those of x under (s·W, b) where the bias of the decoder is b / s, and what is reconstructed shrinks by s.
    private static void FoldFactor(Dictionary<string, Tensor> tensors, ref SaeConventions conventions, float factor)
    {
        bool polynomial = tensors.ContainsKey("C1");
        if (conventions.RescaleByDecoderNorm)
        {
            if (polynomial)
            {
                throw new InputException("the factor of activations cannot be folded into a polynomial autoencoder whose codes are rescaled");
            }

            FoldNorms(tensors);
            conventions = conventions with { RescaleByDecoderNorm = false };
        }

        Scale(tensors["W_enc"], factor);
        foreach (string name in new[] { "b_dec", "W_dec", "C1", "C2", "C3" })
        {
            if (tensors.TryGetValue(name, out Tensor? tensor) && !(polynomial && name == "W_dec"))
            {
                Scale(tensor, 1 / factor);
            }
        }
    }

    private static void FoldNorms(Dictionary<string, Tensor> tensors)
    {
        Tensor encoder = tensors["W_enc"], decoder = tensors["W_dec"], bias = tensors["b_enc"];
        for (int f = 0; f < decoder.Rows; f++)
        {
            float norm = DecoderRows.Length(decoder.Row(f));
            if (!(norm > 0))
            {
                throw new InputException($"the decoder's row {f} is zero, and norms are to be folded");
            }

            foreach (ref float value in decoder.Row(f))
            {
                value /= norm;
            }

            bias.Values[f] *= norm;
            for (int i = 0; i < encoder.Rows; i++)
            {
                encoder[i, f] *= norm;
            }
        }
    }

    private static void Scale(Tensor tensor, float factor)
    {
        foreach (ref float value in tensor.Values)
        {
            value *= factor;
        }
    }
}
