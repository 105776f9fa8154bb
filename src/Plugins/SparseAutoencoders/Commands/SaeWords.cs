using System.Globalization;

namespace Sim.Plugins.SparseAutoencoders.Commands;

/// <summary>The words after <c>sim sae VERB</c>: switches are taken one by one, the rest stands in its order. Not thread-safe.</summary>
internal sealed class SaeWords(string verb, List<string> words, string workingFolder)
{
    private readonly List<string> _known = [];

    /// <summary>Whether a switch without value is there; takes it.</summary>
    public bool Flag(string name)
    {
        _known.Add(name);
        return words.RemoveAll(w => w == name) > 0;
    }

    /// <summary>Values of a switch, in their order; takes them.</summary>
    public IReadOnlyList<string> All(string name)
    {
        _known.Add(name);
        var values = new List<string>();
        for (int at = words.IndexOf(name); at >= 0; at = words.IndexOf(name))
        {
            values.Add(at + 1 < words.Count ? words[at + 1] : throw new InputException($"{name} needs a value"));
            words.RemoveRange(at, 2);
        }

        return values;
    }

    /// <summary>The value of a switch, or null; takes it.</summary>
    public string? Text(string name) => All(name) is { Count: > 0 } values ? values.Count == 1 ? values[0] : throw new InputException($"{name} is there {values.Count} times; give it once") : null;

    /// <summary>A path as the user wrote it, made absolute; or null.</summary>
    public string? Path(string name) => Text(name) is { } text ? Full(text) : null;

    /// <summary>A whole number, which may end in k or M; or null.</summary>
    public long? Count(string name, long least, long most) => Text(name) is { } text ? Count(name, text, least, most) : null;

    /// <summary>Reads a whole number, which may end in k or M.</summary>
    public static long Count(string name, string text, long least, long most)
    {
        (string digits, double factor) = text.EndsWith('M') ? (text[..^1], 1e6) : text.EndsWith('k') ? (text[..^1], 1e3) : (text, 1);
        bool read = double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        double value = number * factor;
        return read && value >= least && value <= most && value == Math.Floor(value) && value < 9e15
            ? (long)value
            : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{name} takes a whole number from {least} to {most}, as 4096 or 1.5M; found '{text}'"));
    }

    /// <summary>What stands without a switch; all switches must have been asked for before.</summary>
    /// <param name="names">What the words are, for messages.</param>
    public IReadOnlyList<string> Rest(params string[] names)
    {
        if (words.Find(w => w.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
        {
            throw new InputException($"sim sae {verb} has no option '{unknown}'; {Nearest.Hint(unknown, _known)}");
        }

        return words.Count == names.Length ? words
            : throw new InputException(words.Count < names.Length ? $"sim sae {verb} needs {string.Join(" and ", names.Skip(words.Count))}" : $"sim sae {verb} takes no '{words[names.Length]}'");
    }

    /// <summary>An absolute path.</summary>
    public string Full(string path) => System.IO.Path.GetFullPath(path, workingFolder);

    /// <summary>How many words without a switch are left, once all switches were taken.</summary>
    public int Left => words.Count(w => !w.StartsWith("--", StringComparison.Ordinal));
}
