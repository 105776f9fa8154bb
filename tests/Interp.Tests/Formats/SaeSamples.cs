using Sim.Interp.Formats;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp.Formats;

/// <summary>Small checkpoints of every architecture, with the same numbers on every machine.</summary>
internal static class SaeSamples
{
    public const int Width = 4, Features = 6;

    /// <summary>A checkpoint.</summary>
    public static SaeCheckpoint Make(SaeArchitecture architecture, SaeConventions? conventions = null, Action<Dictionary<string, Tensor>>? change = null, int output = Width)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["W_enc"] = Random(1, Width, Features), ["W_dec"] = Random(2, Features, output), ["b_dec"] = Random(4, output) };
        bool selects = architecture is SaeArchitecture.TopK or SaeArchitecture.BatchTopK or SaeArchitecture.Matryoshka;
        if (architecture == SaeArchitecture.Gated)
        {
            (tensors["b_gate"], tensors["r_mag"], tensors["b_mag"]) = (Random(5, Features), Random(6, Features), Random(7, Features));
        }
        else
        {
            tensors["b_enc"] = Random(3, Features);
        }

        if (architecture == SaeArchitecture.JumpRelu)
        {
            tensors["threshold"] = Positive(8, Features);
        }
        else if (selects)
        {
            tensors["threshold"] = Tensor.Wrap([0.125f]);
        }

        conventions ??= new SaeConventions { K = selects ? 3 : null, GroupSizes = architecture == SaeArchitecture.Matryoshka ? [1, 2, 3] : [] };
        change?.Invoke(tensors);
        return new SaeCheckpoint(architecture, conventions, tensors, new Dictionary<string, string> { ["hook_name"] = "blocks.3.hook_resid_post", ["layer"] = "3", ["seqpos"] = "[null]", ["lm_name"] = "é \"x\"" });
    }

    /// <summary>Normal numbers.</summary>
    public static Tensor Random(ulong seed, params ReadOnlySpan<int> shape)
    {
        var tensor = new Tensor(shape);
        var random = new RandomStream(seed);
        foreach (ref float value in tensor.Values)
        {
            value = (float)random.NextNormal();
        }

        return tensor;
    }

    /// <summary>What a trained model of threshold or k makes of an input, written down plainly.</summary>
    public static float[] Run(SaeCheckpoint c, ReadOnlySpan<float> x)
    {
        var norms = new double[c.Features];
        var pre = new double[c.Features];
        for (int f = 0; f < c.Features; f++)
        {
            norms[f] = c.Conventions.RescaleByDecoderNorm ? Math.Sqrt(c["W_dec"].Row(f).ToArray().Sum(w => (double)w * w)) : 1;
            pre[f] = c["b_enc"].Values[f];
            for (int i = 0; i < c.Width; i++)
            {
                pre[f] += (x[i] - (c.Conventions.CentreInput ? c["b_dec"].Values[i] : 0)) * (double)c["W_enc"][i, f];
            }

            pre[f] *= norms[f];
        }

        double least = c.Architecture == SaeArchitecture.TopK ? Math.Max(0, pre.OrderDescending().ElementAt((int)c.Conventions.K!.Value)) : 0;
        float[] output = c["b_dec"].Values.ToArray();
        for (int f = 0; f < c.Features; f++)
        {
            double cut = c.Architecture switch { SaeArchitecture.TopK => least, SaeArchitecture.JumpRelu => c["threshold"].Values[f], _ => c["threshold"].Values[0] };
            for (int i = 0; pre[f] > cut && i < c.OutputWidth; i++)
            {
                output[i] += (float)(pre[f] / norms[f] * c["W_dec"][f, i]);
            }
        }

        return output;
    }

    private static Tensor Positive(ulong seed, params ReadOnlySpan<int> shape)
    {
        var tensor = Random(seed, shape);
        foreach (ref float value in tensor.Values)
        {
            value = Math.Abs(value) + 0.01f;
        }

        return tensor;
    }
}
