using System.Diagnostics;
using System.Globalization;
using Sim.Numerics.Gradients;
using Sim.Numerics.Search;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Bench;

/// <summary>The search for the greatest codes, which computes few products, beside our own product of the same shape; and what else a step of training does per code.</summary>
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
            Tensor x = Tensor.Wrap(GemmRates.Draw(rows * inputs, 1), rows, inputs), weights = Tensor.Wrap(GemmRates.Draw(inputs * features, 2), features, inputs);
            Tensor bias = Tensor.Wrap(GemmRates.Draw(features, 3), features), centre = Tensor.Wrap(GemmRates.Draw(inputs, 4), inputs), product = new(rows, features);
            Variable encoder = Variable.Parameter("encoder", weights), decoder = Variable.Parameter("decoder", weights.Copy());
            var index = new InnerProductIndex(weights);
            Tape read = new() { IsRecording = false }, recorded = new();
            SparseRows codes = null!;
            Variable decoded = null!;
            float[] values = new float[rows * k];
            int[] indices = new int[rows * k];
            (string Name, Action Once)[] work =
            [
                ("product", () => Backends.Managed.Gemm(false, true, rows, features, inputs, 1f, x.Values, inputs, weights.Values, inputs, 0f, product.Values, features)),
                ("encode", () => Encode(read)),
                ("refresh of the index", index.Refresh),
                ("search of a stored product", () => Selection.TopK(product.Values, features, k, values, indices)),
                ("encode and decode", () => (codes, decoded) = Both(recorded)),
                ("gradients of both matrices", () => recorded.Backward(decoded, x)),
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

            SparseRows Encode(Tape tape)
            {
                tape.Reset();
                return tape.EncodeTop(Variable.Constant(x), Variable.Constant(centre), encoder, index, Variable.Constant(bias), k, rectify: true);
            }

            (SparseRows Codes, Variable Decoded) Both(Tape tape)
            {
                encoder.ZeroGradient();
                decoder.ZeroGradient();
                SparseRows found = Encode(tape);
                return (found, tape.Decode(found, decoder, Variable.Constant(centre)));
            }
        }

        return 0;
    }
}
