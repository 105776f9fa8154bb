using Sim.Interp;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>The linear way past codes, and factors of activations folded into models, on paper.</summary>
public sealed class SkipTranscoderTests
{
    [Fact]
    public void What_is_reconstructed_is_the_codes_way_and_the_linear_one()
    {
        // Code ReLU(2·3 − 1) = 5, decoded to (5, −10, 0) + (1, 1, 1); past the codes 3 · (1, 0, −1).
        var inner = new StandardAutoencoder(Of(1, 2), Tensor.Wrap([-1f], 1), Of(3, 1, -2, 0), Tensor.Wrap([1f, 1, 1], 3), centreInput: false);
        var model = new SkipTranscoder(inner, Of(1, 1, 0, -1));

        Assert.Equal([9f, -9f, -2f], model.Reconstruct(Of(1, 3)).Values.ToArray());
        Assert.Equal([6f, -9f, 1f], model.Decode(model.Encode(Of(1, 3))).Values.ToArray());
        Assert.Equal("skip", model.Parameters[^1].Name);
    }

    [Fact]
    public void A_topk_transcoder_takes_the_same_way()
    {
        var model = new TopKAutoencoder(Of(1, 2, 1), new Tensor(2), Of(2, 1, 0, 0, 1), new Tensor(2), new TopKOptions(1) { CentreInput = false, Skip = true });
        model.Skip!.Value.Values[1] = 10;

        // The larger code is 6; past the codes (0, 30).
        Assert.Equal([6f, 30f], model.Reconstruct(Of(1, 3)).Values.ToArray());
    }

    [Fact]
    public void Another_shape_or_a_centred_model_is_refused()
    {
        var centred = new StandardAutoencoder(new Tensor(2, 3), new Tensor(2), new Tensor(2, 3), new Tensor(3));
        var inner = new StandardAutoencoder(new Tensor(2, 3), new Tensor(2), new Tensor(2, 4), new Tensor(4), centreInput: false);

        Assert.Contains("without centring", Assert.Throws<ArgumentException>(() => new SkipTranscoder(centred, new Tensor(3, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("expected 4 × 3", Assert.Throws<ArgumentException>(() => new SkipTranscoder(inner, new Tensor(3, 4))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("topk")]
    [InlineData("topk rescaled")]
    [InlineData("batchtopk rescaled")]
    [InlineData("poly rescaled")]
    public void A_folded_factor_gives_the_same_reconstruction_at_the_other_scale(string kind)
    {
        Tensor encoder = Of(2, 1, 0.5f, -0.25f, 2, 0.75f, -1), decoder = Of(2, 2, 1, -1, 0.5f, 0.25f, 3), bias = Tensor.Wrap([0.1f, -0.2f], 2);
        SparseAutoencoder model = kind switch
        {
            "standard" => new StandardAutoencoder(encoder, new Tensor(3), decoder, bias),
            "batchtopk rescaled" => new BatchTopKAutoencoder(encoder, new Tensor(3), decoder, bias, new BatchTopKOptions(2) { RescaleByDecoderNorm = true }) { Threshold = 4 },
            "poly rescaled" => new PolyAutoencoder(encoder, new Tensor(3), new PolyDecoder([Of(2, 1, 0, 0, 1, 0, 0)], [Of(2, 2, 1, 1, -1), Of(1, 1, 3)]), bias, new PolyOptions(2) { Batch = true, RescaleByDecoderNorm = true }) { Threshold = 1.5 },
            _ => new TopKAutoencoder(encoder, new Tensor(3), decoder, bias, new TopKOptions(2) { RescaleByDecoderNorm = kind != "topk" }),
        };
        Tensor x = Of(2, 1, 0.5f, -0.5f, 1, 2, -1), scaled = Of(2, 4, 2, -2, 4, 8, -4), before = model.Reconstruct(scaled);
        int active = model.Encode(scaled).Values.ToArray().Count(code => code != 0);
        Folding.Scale(model, 4);
        float[] after = model.Reconstruct(x).Values.ToArray();

        Assert.InRange(active, 2, 8);
        Assert.Equal(active, model.Encode(x).Values.ToArray().Count(code => code != 0));
        for (int i = 0; i < after.Length; i++)
        {
            Assert.Equal(before.Values[i] / 4, after[i], 1e-5);
        }
    }

    private static Tensor Of(int columns, params float[] values) => Tensor.Wrap(values, values.Length / columns, columns);
}
