using System.Diagnostics;
using System.Globalization;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Bench;

/// <summary>Our product of matrices and OpenBLAS's in turn, with one thread and with two, by wall time and by the process's CPU time.</summary>
internal static class GemmRates
{
    private const double LeastSeconds = 0.05;

    // Rows, columns, depth, and which operand is stored as its transpose.
    private static readonly (string Name, int M, int N, int K, bool TransposeA, bool TransposeB)[] Shapes =
    [
        ("encode 2048×16384×768", 2048, 16384, 768, false, false),
        ("encode 2048×16384×768, Bᵀ", 2048, 16384, 768, false, true),
        ("weights 768×16384×2048, Aᵀ", 768, 16384, 2048, true, false),
        ("inputs 2048×768×16384, Bᵀ", 2048, 768, 16384, false, true),
        ("decode 2048×768×16384", 2048, 768, 16384, false, false),
        ("192³", 192, 192, 192, false, false),
        ("384³", 384, 384, 384, false, false),
        ("1024³", 1024, 1024, 1024, false, false),
        ("4096³", 4096, 4096, 4096, false, false),
        ("odd 37×129×255", 37, 129, 255, false, false),
        ("odd 101×1003×509", 101, 1003, 509, false, false),
        ("odd 777×333×1111, Bᵀ", 777, 333, 1111, false, true),
        ("few 8×4096×1024", 8, 4096, 1024, false, false),
        ("few 8×4096×1024, Bᵀ", 8, 4096, 1024, false, true),
        ("one 1×4096×1024", 1, 4096, 1024, false, false),
        ("narrow 4096×32×768", 4096, 32, 768, false, false),
        ("heads 50×50×64", 50, 50, 64, false, true),
    ];

    public static int Run(int rounds, string filter)
    {
        if (Backends.OpenBlas is not { } blas)
        {
            Console.Error.WriteLine("libopenblas.so.0 is not installed");
            return 2;
        }

        Console.WriteLine("| product | threads | ours, GFLOP/s | OpenBLAS, GFLOP/s | ratio by wall | ours, per CPU-s | OpenBLAS, per CPU-s | ratio by CPU |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach ((string name, int m, int n, int k, bool transposeA, bool transposeB) in Shapes)
        {
            if (!name.Contains(filter, StringComparison.Ordinal))
            {
                continue;
            }

            float[] a = Draw(m * k, 1), b = Draw(k * n, 2), c = new float[m * n];
            foreach (int threads in new[] { 1, 2 })
            {
                using WorkerLimit limit = Workers.Limit(threads);
                int repeats = Repeats(() => Once(Backends.Managed));
                Measure(blas, 1);
                var ours = new List<(double Wall, double Cpu)>();
                var theirs = new List<(double Wall, double Cpu)>();
                for (int round = 0; round < rounds; round++)
                {
                    ours.Add(Measure(Backends.Managed, repeats));
                    theirs.Add(Measure(blas, repeats));
                }

                double work = 2e-9 * m * n * k;
                double ourWall = Median(ours.Select(x => x.Wall)), ourCpu = Median(ours.Select(x => x.Cpu));
                double blasWall = Median(theirs.Select(x => x.Wall)), blasCpu = Median(theirs.Select(x => x.Cpu));
                double wallRatio = Median(ours.Zip(theirs, (x, y) => y.Wall / x.Wall)), cpuRatio = Median(ours.Zip(theirs, (x, y) => y.Cpu / x.Cpu));
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {threads} | {work / ourWall:0.0} | {work / blasWall:0.0} | {wallRatio:0.00} | {work / ourCpu:0.0} | {work / blasCpu:0.0} | {cpuRatio:0.00} |"));
            }

            (double Wall, double Cpu) Measure(IBackend backend, int repeats)
            {
                // OpenBLAS's threads go on spinning for some 30 ms after a product; they must not count against the next one.
                Thread.Sleep(80);
                TimeSpan cpu = Environment.CpuUsage.TotalTime;
                long begin = Stopwatch.GetTimestamp();
                for (int i = 0; i < repeats; i++)
                {
                    Once(backend);
                }

                double wall = Stopwatch.GetElapsedTime(begin).TotalSeconds;
                return (wall / repeats, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / repeats);
            }

            void Once(IBackend backend) => backend.Gemm(transposeA, transposeB, m, n, k, 1f, a, transposeA ? m : k, b, transposeB ? k : n, 0f, c, n);
        }

        return 0;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    public static float[] Draw(int count, ulong seed)
    {
        var random = new RandomStream(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)random.NextUniform(-1, 1);
        }

        return values;
    }

    // Enough of them for the clock, and warm, with the tiles compiled for good.
    private static int Repeats(Action once)
    {
        long begin = Stopwatch.GetTimestamp();
        int count = 0;
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < 0.4 || count < 2)
        {
            once();
            count++;
        }

        return Math.Max(1, (int)(LeastSeconds * count / Stopwatch.GetElapsedTime(begin).TotalSeconds));
    }
}
