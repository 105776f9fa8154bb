namespace Sim.Formats.Yaml;

/// <summary>
/// The keys of one kind of map. The reader and the JSON Schema both work from it: <see cref="Done"/> fails when the code that reads the map asks
/// for other keys than the table holds, so the two cannot drift.
/// </summary>
/// <param name="Name">Name in the schema.</param>
/// <param name="What">What the map is, for messages.</param>
/// <param name="IsOpen">True when a module interprets further keys.</param>
/// <param name="Keys">The keys.</param>
/// <param name="OneOf">Keys of which exactly one is given; empty for none.</param>
internal sealed record KeyTable(string Name, string What, bool IsOpen, IReadOnlyList<KeySpec> Keys, params IReadOnlyList<string> OneOf)
{
    public SettingReader Open(Setting map, string? what = null) => new(map, what ?? What);

    /// <summary>Ends the reading of a map.</summary>
    /// <exception cref="InputException">An unknown key.</exception>
    /// <exception cref="InvalidOperationException">The reader and the table differ: a bug here.</exception>
    public void Done(SettingReader reader)
    {
        if (!reader.Known.ToHashSet(StringComparer.Ordinal).SetEquals(Keys.Select(k => k.Name)))
        {
            throw new InvalidOperationException($"The reader of {What} asks for [{string.Join(", ", reader.Known)}], but the table '{Name}' holds [{string.Join(", ", Keys.Select(k => k.Name))}].");
        }

        if (!IsOpen)
        {
            reader.Done();
        }
    }

    /// <summary>The entries that the table does not know: a module's own options.</summary>
    public Setting Rest(Setting map) => map.Kind != SettingKind.Map
        ? Setting.Empty
        : map with { Entries = [.. map.Entries.Where(e => !Keys.Any(k => k.Name == e.Key))] };
}
