using System.Diagnostics;
using System.Globalization;
using Sim.Bench.Peers;
using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Numerics;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Bench;

/// <summary>Encoding and training steps of ours and of the references in Python in turn, by wall time and by CPU time of the processes.</summary>
/// <remarks>
/// <c>bench -- sae --sparsify DIR --dictionary-learning DIR --overcomplete DIR [--only topk|pursuit] [--rounds 7]</c>; the folders are checkouts of the three. Without them only our own figures are printed. Each pair is one step of both on the same kind of
/// batch, ours first; the ratio is the median over pairs.
/// </remarks>
internal static class SaeRates
{
    private const int K = 32;
    private const int Rows = 2048;

    public static int Run(string[] arguments)
    {
        int rounds = 7;
        string only = "";
        var checkouts = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i + 1 < arguments.Length; i += 2)
        {
            if (arguments[i] == "--rounds")
            {
                rounds = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture);
            }
            else if (arguments[i] == "--only")
            {
                only = arguments[i + 1];
            }
            else
            {
                checkouts[arguments[i].TrimStart('-')] = arguments[i + 1];
            }
        }

        int threads = Workers.Threads;
        using SaePeer? peer = checkouts.Count > 0 ? new SaePeer(threads, checkouts) : null;
        Console.WriteLine($"{threads} threads; references: {peer?.Version ?? "none"}; batches of {Rows}, k {K}; calibration {Kernel():F2} ms");
        Console.WriteLine();
        Console.WriteLine("| what | size | ours, tokens/s | reference, tokens/s | ratio by wall | ours, tokens per CPU-s | reference, tokens per CPU-s | ratio by CPU |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|---:|---:|");
        foreach ((int width, int features) in only == "pursuit" ? [] : new[] { (768, 16384), (1024, 32768) })
        {
            Tensor batch = Normal(Rows, width, 1, 1);
            TopKAutoencoder sparse = Model(width, features, EncodeGradient.Selected), learned = Model(width, features, EncodeGradient.Positive);
            if (checkouts.ContainsKey("sparsify"))
            {
                Row("encode, TopK", () => Codes(sparse, batch), () => peer!.Step("encode", "sparsify", width, features, K, Rows), width, features, rounds, "sparsify");
            }

            var sparsify = new SparsifyTrainer(sparse, new SparsifyOptions());
            Row("training step, sparsify's TopK", () => sparsify.Step(batch), checkouts.ContainsKey("sparsify") ? () => peer!.Step("train", "sparsify", width, features, K, Rows) : null, width, features, rounds, "sparsify");
            var dictionary = new TopKTrainer(learned, new TopKTrainerOptions());
            Row(
                "training step, dictionary_learning's TopK", () => dictionary.Step(batch),
                checkouts.ContainsKey("dictionary-learning") ? () => peer!.Step("train", "dictionary_learning", width, features, K, Rows) : null, width, features, rounds, "dictionary_learning");
        }

        if (only != "topk")
        {
            Pursuit(peer, checkouts, rounds);
        }

        return 0;
    }

    // Smaller: overcomplete keeps several matrices of tokens by features for each of the k steps.
    private static void Pursuit(SaePeer? peer, Dictionary<string, string> checkouts, int rounds)
    {
        const int Width = 768, Features = 4096;
        Tensor batch = Normal(Rows, Width, 1, 1);
        var trainer = new OvercompletePursuitTrainer(new MatchingPursuitAutoencoder(Normal(Features, Width, 2, 1 / Math.Sqrt(Width)), K), new OvercompleteOptions());
        Row(
            "training step, overcomplete's MP-SAE", () => trainer.Step(batch),
            checkouts.ContainsKey("overcomplete") ? () => peer!.Step("train", "overcomplete", Width, Features, K, Rows) : null, Width, Features, rounds, "overcomplete");
    }

    private static void Codes(TopKAutoencoder model, Tensor batch)
    {
        var tape = new Sim.Numerics.Gradients.Tape { IsRecording = false };
        _ = model.Encode(tape, Sim.Numerics.Gradients.Variable.Constant(batch), K);
    }

    private static void Row(string what, Action ours, Func<(double Wall, double Cpu)>? theirs, int width, int features, int rounds, string reference)
    {
        ours();
        theirs?.Invoke();
        var pairs = new List<((double Wall, double Cpu) Ours, (double Wall, double Cpu) Theirs)>();
        for (int round = 0; round < rounds; round++)
        {
            pairs.Add((Timed(ours), theirs?.Invoke() ?? (double.NaN, double.NaN)));
        }

        double Median(Func<((double Wall, double Cpu) Ours, (double Wall, double Cpu) Theirs), double> of) => pairs.Select(of).Order().ElementAt(pairs.Count / 2);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} ({reference}) | {width}×{features} | {Rows / Median(p => p.Ours.Wall):F0} | {Rows / Median(p => p.Theirs.Wall):F0} | {Median(p => p.Theirs.Wall / p.Ours.Wall):F2} | {Rows / Median(p => p.Ours.Cpu):F0} | {Rows / Median(p => p.Theirs.Cpu):F0} | {Median(p => p.Theirs.Cpu / p.Ours.Cpu):F2} |"));
    }

    private static (double Wall, double Cpu) Timed(Action step)
    {
        using var self = Process.GetCurrentProcess();
        TimeSpan cpu = self.TotalProcessorTime;
        long begin = Stopwatch.GetTimestamp();
        step();
        double wall = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        self.Refresh();
        return (wall, (self.TotalProcessorTime - cpu).TotalSeconds);
    }

    private static TopKAutoencoder Model(int width, int features, EncodeGradient gradient)
    {
        Tensor encoder = Normal(features, width, 2, 1 / Math.Sqrt(width));
        return new TopKAutoencoder(encoder, new Tensor(features), encoder.Copy(), new Tensor(width), new TopKOptions(K) { Gradient = gradient });
    }

    private static Tensor Normal(int rows, int columns, ulong seed, double scale)
    {
        var random = new RandomStream(seed);
        var tensor = new Tensor(rows, columns);
        foreach (ref float value in tensor.Values)
        {
            value = (float)(scale * random.NextNormal());
        }

        return tensor;
    }

    private static double Kernel()
    {
        Calibration.Kernel();
        long begin = Stopwatch.GetTimestamp();
        Calibration.Kernel();
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }
}
