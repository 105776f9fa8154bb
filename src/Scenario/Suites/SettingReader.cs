namespace Sim;

/// <summary>
/// Reads a <see cref="Setting"/> map strictly: every key must be asked for, and <see cref="Done"/> reports the first one that was not, with its
/// place and the nearest known key. Not thread-safe; use one per map.
/// </summary>
public sealed partial class SettingReader
{
    private readonly Setting _map;
    private readonly List<string> _known = [];

    /// <summary>Starts reading a map.</summary>
    /// <param name="map">The map.</param>
    /// <param name="what">What it is, for messages: "a vehicle", "the options of driver 'idm'".</param>
    /// <exception cref="InputException">Not a map.</exception>
    public SettingReader(Setting map, string what)
    {
        ArgumentNullException.ThrowIfNull(map);
        What = what;
        _map = map.Kind switch
        {
            SettingKind.Map => map,
            SettingKind.Null => map with { Kind = SettingKind.Map },
            _ => throw map.Error($"found {Describe(map)} where {what} is expected; write a map (key: value)"),
        };
    }

    /// <summary>What is being read.</summary>
    public string What { get; }

    /// <summary>The map.</summary>
    public Setting Map => _map;

    /// <summary>The value under a key, or null when absent or empty.</summary>
    public Setting? Optional(string key)
    {
        _known.Add(key);
        var value = _map.Find(key);
        return value is null || value.Kind == SettingKind.Null ? null : value;
    }

    /// <summary>The value under a key.</summary>
    /// <exception cref="InputException">Absent or empty.</exception>
    public Setting Required(string key) => Optional(key) ?? throw Missing(key);

    /// <summary>Scalar text under a key, or null when absent.</summary>
    /// <exception cref="InputException">Not a scalar.</exception>
    public string? Text(string key)
    {
        var value = Optional(key);
        return value is null ? null : TextOf(value, key);
    }

    /// <summary>Scalar text under a key.</summary>
    /// <exception cref="InputException">Absent, or not a scalar.</exception>
    public string RequiredText(string key) => TextOf(Required(key), key);

    /// <summary>Reports the first key that nobody asked for.</summary>
    /// <exception cref="InputException">An unknown key: names file, line, column and the nearest known key.</exception>
    public void Done()
    {
        foreach (var entry in _map.Entries)
        {
            if (!_known.Contains(entry.Key))
            {
                throw new InputException($"unknown key '{entry.Key}' in {What}; {Nearest.Hint(entry.Key, _known)}", entry.Value.File ?? _map.File, entry.Line, entry.Column);
            }
        }
    }

    /// <summary>A short description of a node for messages.</summary>
    public static string Describe(Setting value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Kind switch
        {
            SettingKind.Null => "nothing",
            SettingKind.Scalar => value.Raw.Length <= 40 ? $"'{value.Raw}'" : $"'{value.Raw[..40]}…'",
            SettingKind.List => $"a list of {value.Items.Count}",
            _ => "a map",
        };
    }

    private static string TextOf(Setting value, string key) => value.Kind == SettingKind.Scalar
        ? value.Text
        : throw value.Error($"'{key}' is {Describe(value)}; write a single value");
}
