namespace Sim;

/// <summary>Cases of an entry with the same parameters: all of them, or those of one source where sources have parameters of their own.</summary>
/// <param name="Source">The source (<see cref="CaseKey.Source"/>); empty when the part is the whole entry.</param>
/// <param name="Domains">Its parameters, sorted by name.</param>
public sealed record EntryPart(string Source, IReadOnlyList<ParameterDomain> Domains)
{
    /// <summary>Sources that an entry may be split into; with more of them it stays whole.</summary>
    public const int MaxSources = 100;

    /// <summary>Values that a domain lists; more numbers become a range, and more words are no domain.</summary>
    public const int MaxValues = 1000;

    /// <summary>The parts of an entry. Pure.</summary>
    /// <param name="keys">Keys of its planned cases.</param>
    /// <param name="with">The map of parameters as the suite wrote it, or null. What stands there holds; other parameters are as the keys have them.</param>
    public static IReadOnlyList<EntryPart> Of(IEnumerable<CaseKey> keys, Setting? with)
    {
        var bySource = keys.Where(k => k.Parameters.Count > 0).GroupBy(k => k.Source, StringComparer.Ordinal)
            .Select(g => (Source: g.Key, Keys: g.ToList())).OrderBy(g => g.Source, StringComparer.Ordinal).ToList();
        bool apart = bySource.Count <= MaxSources && bySource.Select(s => Names(s.Keys)).Distinct(StringComparer.Ordinal).Skip(1).Any();
        return apart ? [.. bySource.Select(s => new EntryPart(s.Source, DomainsOf(s.Keys, with)))]
            : bySource.Count == 0 ? []
            : [new EntryPart("", DomainsOf([.. bySource.SelectMany(s => s.Keys)], with))];
    }

    /// <summary>True when a case belongs to this part.</summary>
    public bool Holds(CaseKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Source.Length == 0 || Source == key.Source;
    }

    private static string Names(List<CaseKey> keys) => string.Join('\n', keys.SelectMany(k => k.Parameters.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static List<ParameterDomain> DomainsOf(List<CaseKey> keys, Setting? with)
    {
        var domains = new List<ParameterDomain>();
        foreach (string name in keys.SelectMany(k => k.Parameters.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if ((Written(name, with) ?? Planned(name, keys)) is { } domain)
            {
                domains.Add(domain);
            }
        }

        return domains;
    }

    private static ParameterDomain? Written(string name, Setting? with)
    {
        if (with is not { Kind: SettingKind.Map } || with.Find(name) is not { Kind: SettingKind.Scalar or SettingKind.List } value)
        {
            return null;
        }

        try
        {
            var spec = ValueSpec.Parse(value);
            return spec.IsContinuous ? new() { Name = name, Min = spec.Min!.Value.Text, Max = spec.Max!.Value.Text } : Listed(name, [.. spec.Values]);
        }
        catch (InputException)
        {
            // A generator may read its own grammar there; then the planned values tell.
            return null;
        }
    }

    private static ParameterDomain? Planned(string name, List<CaseKey> keys) =>
        Listed(name, [.. keys.Select(k => k.Parameters.GetValueOrDefault(name)).OfType<string>().Distinct(StringComparer.Ordinal).Select(Value)]);

    private static ParameterDomain? Listed(string name, List<ParameterValue> values)
    {
        if (values.Count <= MaxValues)
        {
            return new() { Name = name, Values = [.. values.Select(v => v.Text)] };
        }

        return values.All(v => v.Quantity is { } q && q.Dimension == values[0].Quantity?.Dimension)
            ? new() { Name = name, Min = values.MinBy(v => v.Quantity!.Value.Si)!.Text, Max = values.MaxBy(v => v.Quantity!.Value.Si)!.Text }
            : null;
    }

    private static ParameterValue Value(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.'))
        {
            return ParameterValue.Of(text);
        }

        try
        {
            return ParameterValue.Of(Quantity.Parse(text)) with { Text = text };
        }
        catch (InputException)
        {
            return ParameterValue.Of(text);
        }
    }
}
