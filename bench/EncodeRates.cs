using System.Diagnostics;
using System.Globalization;
using Sim.Numerics.Tensors;

namespace Sim.Bench;

/// <summary>The search for the greatest of a product that is never stored, beside our own product of the same shape; and what else a step of training does per code.</summary>
internal static class EncodeRates
{
    private static readonly (int Inputs, int Features)[] Shapes = [(768, 16384), (1024, 32768)];

    public static int Run(int rounds)
    {
        const int rows = 2048, k = 32;
        Console.WriteLine("| what, 2048 rows, k 32 | threads | ms by wall | ms of CPU | product's time over it, wall | CPU |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach ((int inputs, int features) in Shapes)
        {
            float[] x = GemmRates.Draw(rows * inputs, 1), weights = GemmRates.Draw(inputs * features, 2), bias = GemmRates.Draw(features, 3), centre = GemmRates.Draw(inputs, 4);
            float[] product = new float[rows * features], values = new float[rows * k], slopes = new float[rows * k], decoded = new float[rows * inputs], sums = new float[features * inputs];
            int[] indices = new int[rows * k];
            var index = new FeatureIndex();
            using var packed = new PackedWeights(weights, inputs, features, true);
            (string Name, Action Once)[] work =
            [
                ("product, weights by input", () => Backends.Managed.Gemm(false, false, rows, features, inputs, 1f, x, inputs, weights, features, 0f, product, features)),
                ("product, weights by feature", () => Backends.Managed.Gemm(false, true, rows, features, inputs, 1f, x, inputs, weights, inputs, 0f, product, features)),
                ("encode, weights by input", () => SparseCodes.EncodeTopK(x, centre, weights, false, inputs, features, bias, k, values, indices)),
                ("encode, weights by feature", () => SparseCodes.EncodeTopK(x, centre, weights, true, inputs, features, bias, k, values, indices)),
                ("laying the weights out", () => new PackedWeights(weights, inputs, features, false).Dispose()),
                ("laying the weights out by feature", () => new PackedWeights(weights, inputs, features, true).Dispose()),
                ("encode, weights laid out", () => SparseCodes.EncodeTopK(x, centre, packed, bias, k, values, indices)),
                ("search of a stored product", () => Selection.TopK(product, features, k, values, indices)),
                ("decode", () => SparseCodes.Decode(values, indices, k, weights, centre, decoded)),
                ("gradient of codes", () => SparseCodes.DecodeGradient(indices, k, weights, inputs, decoded, slopes)),
                ("index by feature", () => index.Build(indices, k, features)),
                ("gradient of weights by feature", () => SparseCodes.SumByFeature(index, values, decoded, inputs, sums)),
            ];
            foreach (int threads in new[] { 1, 2 })
            {
                using WorkerLimit limit = Workers.Limit(threads);
                var times = work.Select(_ => new List<(double Wall, double Cpu)>()).ToArray();
                for (int round = -2; round < rounds; round++)
                {
                    for (int i = 0; i < work.Length; i++)
                    {
                        TimeSpan cpu = Environment.CpuUsage.TotalTime;
                        long begin = Stopwatch.GetTimestamp();
                        work[i].Once();
                        double wall = Stopwatch.GetElapsedTime(begin).TotalSeconds;
                        if (round >= 0)
                        {
                            times[i].Add((wall, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds));
                        }
                    }
                }

                for (int i = 0; i < work.Length; i++)
                {
                    double wall = GemmRates.Median(times[i].Select(t => t.Wall)), cpu = GemmRates.Median(times[i].Select(t => t.Cpu));
                    double wallRatio = GemmRates.Median(times[0].Zip(times[i], (a, b) => a.Wall / b.Wall)), cpuRatio = GemmRates.Median(times[0].Zip(times[i], (a, b) => a.Cpu / Math.Max(1e-9, b.Cpu)));
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {inputs} × {features}: {work[i].Name} | {threads} | {wall * 1000:0.00} | {cpu * 1000:0.00} | {wallRatio:0.00} | {cpuRatio:0.00} |"));
                }
            }
        }

        return 0;
    }
}
