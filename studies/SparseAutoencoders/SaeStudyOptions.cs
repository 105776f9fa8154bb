using System.Globalization;
using Sim.Interp.Benchmark;

namespace Sim.Studies.SparseAutoencoders;

/// <summary>Options of the command.</summary>
internal sealed record SaeStudyOptions
{
    /// <summary>Text of all options.</summary>
    public const string Help = """
        usage: studies sae [options]
          --fast yes        tiny trainings, to see that all of it works
          --variants TEXT   only variants whose name or library holds the text
          --structures TEXT only structures whose name holds the text
          --steps N         steps of a training (default 1000)
          --seeds N         repetitions (default 3)
          --jobs N          threads (default: all cores)
          --out DIR         takes page, table and plots (default docs/studies)
          --seed N          seed (default 1)
        """;

    /// <summary>How much is done.</summary>
    public BenchmarkOptions Benchmark { get; init; } = new();

    /// <summary>Only variants whose name or library holds this; empty for all.</summary>
    public string Variants { get; init; } = "";

    /// <summary>Only structures whose name holds this; empty for all.</summary>
    public string Structures { get; init; } = "";

    /// <summary>Folder that takes page, table and plots.</summary>
    public string Out { get; init; } = Path.Combine("docs", "studies");

    /// <summary>Options of trainings so small that they show nothing but that all of it works.</summary>
    public static BenchmarkOptions Fast { get; } = new() { Steps = 40, Batch = 32, Seeds = 2, Tokens = 512, Rates = 1, Searches = 2 };

    /// <summary>Reads the command line.</summary>
    /// <exception cref="InputException">An option is unknown or its value is wrong.</exception>
    public static SaeStudyOptions Parse(IReadOnlyList<string> args)
    {
        var options = new SaeStudyOptions();
        for (int i = 0; i < args.Count; i += 2)
        {
            string value = i + 1 < args.Count ? args[i + 1] : throw new InputException($"option '{args[i]}' needs a value\n{Help}");
            BenchmarkOptions benchmark = options.Benchmark;
            options = args[i] switch
            {
                "--fast" when value == "yes" => options with { Benchmark = Fast with { Threads = benchmark.Threads, Seed = benchmark.Seed } },
                "--variants" => options with { Variants = value },
                "--structures" => options with { Structures = value },
                "--steps" => options with { Benchmark = benchmark with { Steps = Number(args[i], value, 1, 1_000_000) } },
                "--seeds" => options with { Benchmark = benchmark with { Seeds = Number(args[i], value, 1, 100) } },
                "--jobs" => options with { Benchmark = benchmark with { Threads = Number(args[i], value, 1, 1024) } },
                "--seed" => options with { Benchmark = benchmark with { Seed = (ulong)Number(args[i], value, 0, int.MaxValue) } },
                "--out" => options with { Out = value },
                _ => throw new InputException($"unknown option '{args[i]}' or value '{value}'\n{Help}"),
            };
        }

        return options;
    }

    private static int Number(string option, string text, int low, int high) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= low && value <= high
            ? value
            : throw new InputException($"{option} takes a whole number from {low} to {high}, found '{text}'");
}
