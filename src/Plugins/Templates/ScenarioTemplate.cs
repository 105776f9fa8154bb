namespace Sim.Plugins.Templates;

/// <summary>A family of scenarios with named parameters. Immutable and thread-safe; what it builds depends on the scene's arguments only.</summary>
internal abstract class ScenarioTemplate
{
    /// <summary>Name in suites: "euro-ncap/ccrs".</summary>
    public required string Name { get; init; }

    /// <summary>Changes when the same arguments give another scenario.</summary>
    public int Version { get; init; } = 1;

    /// <summary>One phrase for people.</summary>
    public required string Summary { get; init; }

    /// <summary>Its parameters, in the order of the table and of the labels.</summary>
    public required IReadOnlyList<TemplateParameter> Parameters { get; init; }

    /// <summary>
    /// The protocol's own table where it is no full grid of the defaults: blocks that each replace some defaults, all of which are run when the
    /// suite gives no parameters. Empty: the grid of the defaults.
    /// </summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Table { get; init; } = [];

    /// <summary>Tags of the scenarios beside the template's name and the protocol.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Operational design domain: name to value.</summary>
    public IReadOnlyDictionary<string, string> Odd { get; init; } = Ordered.Empty;

    /// <summary>Share of the crashes of light vehicles that the type stands for (specs §7.1), 0 to 1; null where there is none.</summary>
    public double? Exposure { get; init; }

    /// <summary>What is assumed in every scenario of the family.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>Source of a case: name and version.</summary>
    public string Source => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name}@{Version}");

    /// <summary>Protocol: the name's first part.</summary>
    public string Protocol => Name[..Name.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>Fills a scene.</summary>
    public abstract void Build(Scene scene);
}
