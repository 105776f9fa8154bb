namespace Sim.Plugins.Templates;

/// <summary>All templates by name. Thread-safe.</summary>
internal static class Catalogue
{
    private static readonly Dictionary<string, ScenarioTemplate> Sources;

    static Catalogue()
    {
        ScenarioTemplate[] all = [.. Families.EuroNcapCars.All(), .. Families.EuroNcapVulnerable.All(), .. Families.Nhtsa.All(), .. Families.R157.All()];
        All = [.. all.OrderBy(t => t.Name, StringComparer.Ordinal)];
        Sources = All.ToDictionary(t => t.Source, StringComparer.Ordinal);
    }

    /// <summary>All templates, in ordinal order of names.</summary>
    public static IReadOnlyList<ScenarioTemplate> All { get; }

    /// <summary>The templates that a name or pattern stands for, at least one.</summary>
    /// <exception cref="InputException">None.</exception>
    public static IReadOnlyList<ScenarioTemplate> Select(Setting name)
    {
        ScenarioTemplate[] found = [.. All.Where(t => Wildcard.Matches(name.Text, t.Name))];
        return found.Length > 0
            ? found
            : throw name.Error($"unknown template '{name.Text}'; {Nearest.Hint(name.Text, All.Select(t => t.Name))}");
    }

    /// <summary>The template of a key's source.</summary>
    /// <exception cref="InputException">Unknown, or another version.</exception>
    public static ScenarioTemplate BySource(string source) => Sources.TryGetValue(source, out var template)
        ? template
        : throw new InputException($"no template makes '{source}'; {Nearest.Hint(source, Sources.Keys)}");
}
