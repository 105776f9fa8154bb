using Sim.Maps;
using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>An OpenSCENARIO file as read: a scenario with its storyboard, a catalog, or a distribution of parameter values.</summary>
public sealed partial record OpenScenarioFile
{
    /// <summary>Name of the file.</summary>
    public required string File { get; init; }

    /// <summary>Version of the standard, "1.0", "1.1" or "1.2".</summary>
    public required string Version { get; init; }

    /// <summary>What it holds.</summary>
    public required OpenScenarioContent Content { get; init; }

    /// <summary>The header's author and description, or empty.</summary>
    public string Author { get; init; } = "";

    /// <summary>The header's description, or empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The header's licence, or empty.</summary>
    public string Licence { get; init; } = "";

    /// <summary>What happens; null unless a scenario.</summary>
    public Storyboard? Storyboard { get; init; }

    /// <summary>Entities, in the file's order.</summary>
    public IReadOnlyList<OpenScenarioEntity> Entities { get; init; } = [];

    /// <summary>The road network's file or name as the scenario has it; empty when it has none.</summary>
    public string LogicFile { get; init; } = "";

    /// <summary>The road network; null when it was not found.</summary>
    public RoadMap? Map { get; init; }

    /// <summary>The scenario that <see cref="OpenScenarioWriter"/> wrote into the file, where the file is as it was written; else null.</summary>
    public Scenario? Carried { get; init; }

    /// <summary>Name of the catalog.</summary>
    public string CatalogName { get; init; } = "";

    /// <summary>Names of the catalog's entries.</summary>
    public IReadOnlyList<string> Entries { get; init; } = [];

    /// <summary>The scenario that a distribution is for, as the file has it.</summary>
    public string ScenarioFile { get; init; } = "";

    /// <summary>The distribution's parameter values; empty for a stochastic one, which is unsupported.</summary>
    public IReadOnlyList<OpenScenarioParameterSet> ParameterSets { get; init; } = [];

    /// <summary>Other files that were used: catalogs, the road network.</summary>
    public IReadOnlyList<string> Parents { get; init; } = [];

    /// <summary>What was assumed because the file does not say.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>What the file says and nothing here holds.</summary>
    public IReadOnlyList<UnsupportedElement> Unsupported { get; init; } = [];
}
