using System.Globalization;

namespace Sim.Studies.PseudoSimulation;

/// <summary>Options of the study's command.</summary>
internal sealed record StudyOptions
{
    /// <summary>Generated scenes that are scored.</summary>
    public int Scenes { get; init; } = 204;

    /// <summary>Only drivers whose name holds this; empty for all.</summary>
    public string Drivers { get; init; } = "";

    /// <summary>Shares of the views that are compared, in percent.</summary>
    public IReadOnlyList<int> Views { get; init; } = [100, 50, 25];

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>Folder that takes page, table and plots.</summary>
    public string Out { get; init; } = Path.Combine("docs", "studies");

    /// <summary>Folder that holds commonroad/.</summary>
    public string Data { get; init; } = Environment.GetEnvironmentVariable("SIM_DATA") is { Length: > 0 } data ? data : Path.Combine("..", "shared", "data");

    /// <summary>Seed of scenes, noise and bootstrap.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Text of all options.</summary>
    public const string Help = """
        usage: studies pseudo-simulation [options]
          --scenes N      generated scenes (default 204)
          --drivers TEXT  only drivers whose name holds the text
          --views LIST    shares of the views, percent (default 100,50,25)
          --jobs N        threads (default: all cores)
          --out DIR       takes page, table and plots (default docs/studies)
          --data DIR      holds commonroad/ (default SIM_DATA or ../shared/data)
          --seed N        seed (default 1)
        """;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="InputException">An option is unknown or its value is wrong.</exception>
    public static StudyOptions Parse(IReadOnlyList<string> args)
    {
        var options = new StudyOptions();
        for (int i = 0; i < args.Count; i += 2)
        {
            string value = i + 1 < args.Count ? args[i + 1] : throw new InputException($"option '{args[i]}' needs a value\n{Help}");
            options = args[i] switch
            {
                "--scenes" => options with { Scenes = Number(args[i], value, 1, 100_000) },
                "--drivers" => options with { Drivers = value },
                "--views" => options with { Views = [.. value.Split(',').Select(v => Number("--views", v, 1, 100))] },
                "--jobs" => options with { Jobs = Number(args[i], value, 1, 1024) },
                "--out" => options with { Out = value },
                "--data" => options with { Data = value },
                "--seed" => options with { Seed = (ulong)Number(args[i], value, 0, int.MaxValue) },
                _ => throw new InputException($"unknown option '{args[i]}'\n{Help}"),
            };
        }

        return options;
    }

    private static int Number(string option, string text, int low, int high) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= low && value <= high
            ? value
            : throw new InputException($"{option} takes a whole number from {low} to {high}, found '{text}'");
}
