using System.Globalization;
using Sim.Plugins.Retrieval.Tags;

namespace Sim.Plugins.Retrieval.Commands;

/// <summary>The words after <c>sim retrieval</c>, read. Immutable.</summary>
internal sealed record RetrievalWords
{
    /// <summary>What to do: add, find, list, tags, compact.</summary>
    public required string Action { get; init; }

    /// <summary>The index folder.</summary>
    public required string Index { get; init; }

    /// <summary>Files and folders to add.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>A file or a tag to be like.</summary>
    public string Like { get; init; } = "";

    /// <summary>Ego of the question; null for the recording's own.</summary>
    public string? Ego { get; init; }

    /// <summary>Where in the file the question begins, s.</summary>
    public double StartS { get; init; }

    /// <summary>How many answers.</summary>
    public int Count { get; init; } = 10;

    /// <summary>True for scenes of the recordings' own egos only.</summary>
    public bool OwnEgo { get; init; }

    /// <summary>True for one object on standard output.</summary>
    public bool Json { get; init; }

    /// <summary>Usage, for people.</summary>
    public const string Usage = """
        Usage:
          sim retrieval add INDEX FILES… [--own-ego]        adds recordings (files of any log format, run folders); known ones are passed over
          sim retrieval find INDEX --like FILE|TAG [--ego ID] [--start SECONDS] [--count N] [--json]
                                                            scenes most alike to the scene of a file, or that show a tag most clearly
          sim retrieval list INDEX [--json]                 what the index is made of
          sim retrieval tags INDEX [--json]                 how many scenes show each tag
          sim retrieval compact INDEX                       puts its segments together
        """;

    /// <summary>Reads the words.</summary>
    /// <exception cref="InputException">A word is wrong.</exception>
    public static RetrievalWords Read(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Count < 2)
        {
            throw new InputException("sim retrieval needs what to do and an index folder\n" + Usage);
        }

        var words = new RetrievalWords { Action = arguments[0], Index = arguments[1] };
        string[] known = ["add", "find", "list", "tags", "compact"];
        if (!known.Contains(words.Action))
        {
            throw new InputException($"sim retrieval cannot '{words.Action}'; {Nearest.Hint(words.Action, known)}\n{Usage}");
        }

        var files = new List<string>();
        for (int i = 2; i < arguments.Count; i++)
        {
            string word = arguments[i];
            string Value() => ++i < arguments.Count ? arguments[i] : throw new InputException($"{word} needs a value");
            words = word switch
            {
                "--like" => words with { Like = Value() },
                "--ego" => words with { Ego = Value() },
                "--start" => words with { StartS = Number(word, Value(), 0, 86_400) },
                "--count" => words with { Count = (int)Number(word, Value(), 1, 100_000) },
                "--own-ego" => words with { OwnEgo = true },
                "--json" => words with { Json = true },
                _ when word.StartsWith("--", StringComparison.Ordinal) =>
                    throw new InputException($"sim retrieval has no option '{word}'; {Nearest.Hint(word, ["--like", "--ego", "--start", "--count", "--own-ego", "--json"])}"),
                _ => words,
            };
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                files.Add(word);
            }
        }

        if (words.Action == "add" ? files.Count == 0 : files.Count > 0)
        {
            throw new InputException(words.Action == "add" ? "sim retrieval add needs files or folders" : $"sim retrieval {words.Action} takes no '{files[0]}'");
        }

        if (words.Action == "find" && words.Like.Length == 0)
        {
            throw new InputException($"sim retrieval find needs --like with a file or a tag; the tags are {string.Join(", ", BehaviourTag.All)}");
        }

        return words with { Files = files };
    }

    private static double Number(string word, string text, double least, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            ? value
            : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{word} takes a number from {least} to {most}, found '{text}'"));
}
