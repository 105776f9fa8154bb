using Sim.Numerics;
using Sim.Numerics.Tensors;
using Xunit;

namespace Sim.Tests.Tensors;

public sealed class AttentionTests
{
    [Theory]
    [InlineData(1, 1, 1, 4, 1, false, false)]
    [InlineData(2, 5, 9, 6, 3, false, true)]
    [InlineData(2, 70, 70, 16, 2, true, false)]
    [InlineData(1, 130, 135, 8, 1, true, true)]
    [InlineData(3, 50, 50, 24, 4, false, false)]
    public void Attention_agrees_with_double(int sequences, int queries, int keys, int width, int heads, bool causal, bool masked)
    {
        Tensor q = Draw(1, sequences, queries, width), k = Draw(2, sequences, keys, width), v = Draw(3, sequences, keys, width), mask = Draw(4, queries, keys);
        int depth = width / heads;
        float[] result = Widths.SameBits(sequences * queries * width, r => Attention.Apply(q, k, v, heads, causal: causal, mask: masked ? mask : null).Values.CopyTo(r));
        for (int s = 0; s < sequences; s++)
        {
            for (int h = 0; h < heads; h++)
            {
                for (int i = 0; i < queries; i++)
                {
                    int seen = causal ? i + 1 + keys - queries : keys;
                    double[] shares = [.. Enumerable.Range(0, seen).Select(j => Math.Exp(
                        (Enumerable.Range(h * depth, depth).Sum(c => (double)q.Row((s * queries) + i)[c] * k.Row((s * keys) + j)[c]) / Math.Sqrt(depth)) + (masked ? mask[i, j] : 0)))];
                    double sum = shares.Sum();
                    for (int c = h * depth; c < (h + 1) * depth; c++)
                    {
                        double expected = Enumerable.Range(0, seen).Sum(j => shares[j] / sum * v.Row((s * keys) + j)[c]);
                        Widths.Close(expected, result[(((s * queries) + i) * width) + c], 1e-5, 1e-6);
                    }
                }
            }
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Attention.Apply(new Tensor(1, 2, 6), new Tensor(1, 3, 4), new Tensor(1, 3, 4), 2));
        Assert.Throws<ArgumentException>(() => Attention.Apply(new Tensor(1, 2, 6), new Tensor(1, 3, 6), new Tensor(1, 3, 6), 4));
        Assert.Throws<ArgumentException>(() => Attention.Apply(new Tensor(1, 4, 6), new Tensor(1, 3, 6), new Tensor(1, 3, 6), 2, causal: true));
        Assert.Throws<ArgumentException>(() => Attention.Apply(new Tensor(1, 2, 6), new Tensor(1, 3, 6), new Tensor(1, 3, 6), 2, mask: new Tensor(3, 2)));
    }

    [Theory]
    [InlineData(1, 1, 5, 5, 2, 3, 3, 1, 0)]
    [InlineData(2, 3, 9, 7, 4, 3, 2, 2, 1)]
    [InlineData(1, 3, 16, 16, 8, 4, 4, 4, 0)]
    [InlineData(2, 5, 1, 40, 6, 1, 7, 1, 0)]
    public void Convolution_agrees_with_double(int images, int channels, int height, int width, int filters, int kernelHeight, int kernelWidth, int stride, int padding)
    {
        Tensor x = Draw(1, images, channels, height, width), weights = Draw(2, filters, channels, kernelHeight, kernelWidth), bias = Draw(3, filters);
        Tensor y = Convolution.Conv2d(x, weights, bias, stride, padding);
        int outHeight = y.Shape[2], outWidth = y.Shape[3];
        Assert.Equal(((height + (2 * padding) - kernelHeight) / stride) + 1, outHeight);
        Assert.Equal(((width + (2 * padding) - kernelWidth) / stride) + 1, outWidth);
        Widths.SameBits(y.Count, r => Convolution.Conv2d(x, weights, bias, stride, padding).Values.CopyTo(r));
        for (int p = 0; p < y.Count; p++)
        {
            int column = p % outWidth, row = p / outWidth % outHeight, filter = p / outWidth / outHeight % filters, image = p / outWidth / outHeight / filters;
            double sum = bias.Values[filter];
            for (int q = 0; q < channels * kernelHeight * kernelWidth; q++)
            {
                int dx = q % kernelWidth, dy = q / kernelWidth % kernelHeight, channel = q / kernelWidth / kernelHeight;
                int sourceX = (column * stride) + dx - padding, sourceY = (row * stride) + dy - padding;
                if (sourceX >= 0 && sourceX < width && sourceY >= 0 && sourceY < height)
                {
                    sum += (double)x.Values[(((((image * channels) + channel) * height) + sourceY) * width) + sourceX] * weights.Values[(filter * channels * kernelHeight * kernelWidth) + q];
                }
            }

            Widths.Close(sum, y.Values[p], 1e-5, 1e-5);
        }
    }

    private static Tensor Draw(ulong seed, params ReadOnlySpan<int> shape)
    {
        var tensor = new Tensor(shape);
        Widths.Draw(seed, tensor.Count).CopyTo(tensor.Values);
        return tensor;
    }
}
