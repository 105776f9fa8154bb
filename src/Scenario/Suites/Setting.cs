namespace Sim;

/// <summary>
/// A node of a settings file (suite, vehicle, options of a module) that remembers its place, so that whoever interprets it can name file, line
/// and column. Immutable plain data. Read it with <see cref="SettingReader"/>.
/// </summary>
public sealed record Setting
{
    /// <summary>Scalar, list, map or absent value.</summary>
    public required SettingKind Kind { get; init; }

    /// <summary>Text of a scalar after <c>${ENV}</c> was expanded; <c>${secret:NAME}</c> stays as it is and is resolved where it is used.</summary>
    public string Text { get; init; } = "";

    /// <summary>Text of a scalar as the user wrote it.</summary>
    public string Raw { get; init; } = "";

    /// <summary>Items of a list.</summary>
    public IReadOnlyList<Setting> Items { get; init; } = [];

    /// <summary>Entries of a map, in the order of the file, keys unique.</summary>
    public IReadOnlyList<SettingEntry> Entries { get; init; } = [];

    /// <summary>File as the user named it, or null for values made in code.</summary>
    public string? File { get; init; }

    /// <summary>1-based line, 0 when unknown.</summary>
    public int Line { get; init; }

    /// <summary>1-based column, 0 when unknown.</summary>
    public int Column { get; init; }

    /// <summary>An empty map.</summary>
    public static Setting Empty { get; } = new() { Kind = SettingKind.Map };

    /// <summary>A scalar made in code.</summary>
    public static Setting Scalar(string text) => new() { Kind = SettingKind.Scalar, Text = text, Raw = text };

    /// <summary>A map made in code.</summary>
    public static Setting Map(params IEnumerable<(string Key, Setting Value)> entries) =>
        new() { Kind = SettingKind.Map, Entries = [.. entries.Select(e => new SettingEntry(e.Key, e.Value, 0, 0))] };

    /// <summary>The value under a key of a map, or null.</summary>
    public Setting? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key == key)
            {
                return entry.Value;
            }
        }

        return null;
    }

    /// <summary>An error at this place.</summary>
    public InputException Error(string message) => new(message, File, Line, Column);
}
