using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Numerics.Gradients;

internal static partial class GradientCases
{
    private static GradientCase[] Layers() =>
    [
        Convolution("convolution", stride: 1, padding: 0, bias: true),
        Convolution("padded convolution", stride: 1, padding: 2, bias: false),
        Convolution("strided convolution", stride: 2, padding: 1, bias: true),
        Heads("attention", 1, null, masked: false),
        Heads("attention of two heads", 2, 0.7f, masked: false),
        Heads("masked attention of three heads", 3, null, masked: true),
        new(
            "attention of a sequence to itself",
            s => [[2, 1 + (s.M % 7), 4]],
            (t, v, _) => t.Attention(v[0], v[0], v[0], 2, out Tensor _),
            (x, s) => Attend(x[0], x[0], x[0], 1 + (s.M % 7), 1 + (s.M % 7), 4, 2, Math.Sqrt(0.5), false)),
    ];

    private static GradientCase Convolution(string name, int stride, int padding, bool bias)
    {
        const int Kernel = 3, Channels = 2;

        return new(
            name,
            s => bias ? [[2, Channels, Height(s), Width(s)], [Filters(s), Channels, Kernel, 2], [Filters(s)]] : [[2, Channels, Height(s), Width(s)], [Filters(s), Channels, Kernel, 2]],
            (t, v, _) => t.Conv2d(v[0], v[1], bias ? v[2] : null, stride, padding),
            (x, s) =>
            {
                int height = Height(s), width = Width(s), outHeight = ((height + (2 * padding) - Kernel) / stride) + 1, outWidth = ((width + (2 * padding) - 2) / stride) + 1;
                var result = new List<double>();
                for (int image = 0; image < 2; image++)
                {
                    for (int filter = 0; filter < Filters(s); filter++)
                    {
                        for (int place = 0; place < outHeight * outWidth; place++)
                        {
                            double sum = bias ? x[2][filter] : 0;
                            for (int tap = 0; tap < Channels * Kernel * 2; tap++)
                            {
                                int channel = tap / (Kernel * 2), row = (place / outWidth * stride) - padding + (tap / 2 % Kernel), column = (place % outWidth * stride) - padding + (tap % 2);
                                if (row >= 0 && row < height && column >= 0 && column < width)
                                    sum += x[1][(filter * Channels * Kernel * 2) + tap] * x[0][(((((image * Channels) + channel) * height) + row) * width) + column];
                            }

                            result.Add(sum);
                        }
                    }
                }

                return [.. result];
            });

        static int Height(Sizes s) => 3 + (s.M % 20);
        static int Width(Sizes s) => 2 + (s.N % 20);
        static int Filters(Sizes s) => s.K;
    }

    private static GradientCase Heads(string name, int heads, float? scale, bool masked)
    {
        return new(
            name,
            s => [[2, Queries(s), heads * 2], [2, Keys(s), heads * 2], [2, Keys(s), heads * 2]],
            (t, v, s) => t.Attention(v[0], v[1], v[2], heads, out Tensor _, scale, masked ? Future(Queries(s), Keys(s)) : null),
            (x, s) => Attend(x[0], x[1], x[2], Queries(s), Keys(s), heads * 2, heads, scale ?? Math.Sqrt(0.5), masked));

        static int Queries(Sizes s) => 1 + (s.M % 9);
        static int Keys(Sizes s) => 1 + (s.N % 9);

        static Tensor Future(int queries, int keys)
        {
            var mask = new Tensor(queries, keys);
            for (int i = 0; i < mask.Count; i++)
                mask.Values[i] = i % keys > i / keys ? float.NegativeInfinity : 0;

            return mask;
        }
    }

    private static double[] Attend(double[] q, double[] k, double[] v, int queries, int keys, int width, int heads, double scale, bool masked)
    {
        int depth = width / heads;
        var result = new double[2 * queries * width];
        for (int i = 0; i < 2 * queries * heads; i++)
        {
            int sequence = i / (queries * heads), query = i / heads % queries, head = i % heads;
            var scores = new double[keys];
            for (int key = 0; key < keys; key++)
            {
                scores[key] = masked && key > query
                    ? double.NegativeInfinity
                    : scale * Sizes.Sum(depth, d => q[(((sequence * queries) + query) * width) + (head * depth) + d] * k[(((sequence * keys) + key) * width) + (head * depth) + d]);
            }

            double[] shares = Softmax(scores);
            for (int d = 0; d < depth; d++)
                result[(((sequence * queries) + query) * width) + (head * depth) + d] = Sizes.Sum(keys, key => shares[key] * v[(((sequence * keys) + key) * width) + (head * depth) + d]);
        }

        return result;
    }
}
