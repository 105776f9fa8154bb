using Sim.Host.Plugins;

namespace Sim.Host.Workers;

/// <summary>Which plugins a user wants in processes of their own, whatever their manifests say. Immutable.</summary>
/// <param name="Mode">True for all that do not refuse it, false for none, null for those that are named and those whose manifests say so.</param>
/// <param name="Ids">Ids that are named.</param>
internal sealed record IsolationChoice(bool? Mode, IReadOnlyList<string> Ids)
{
    /// <summary>Environment variable with the choice when the switch does not say.</summary>
    public const string Variable = "SIM_ISOLATE";

    /// <summary>What the manifests say.</summary>
    public static IsolationChoice Manifests { get; } = new(null, []);

    /// <summary>Nothing runs in a process of its own: what a worker itself loads.</summary>
    public static IsolationChoice Nothing { get; } = new(false, []);

    /// <summary>Reads "all", "none" or ids joined by commas.</summary>
    public static IsolationChoice Parse(string? text) => text switch
    {
        null or "" => Manifests,
        "all" => new(true, []),
        "none" => Nothing,
        _ => new(null, text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
    };

    /// <summary>The answer for one plugin.</summary>
    public bool Isolates(string id, PluginIsolation manifest) =>
        Mode is { } all ? all && manifest != PluginIsolation.Never : manifest == PluginIsolation.Process || Ids.Contains(id, StringComparer.Ordinal);

    /// <summary>Refuses ids that no plugin has.</summary>
    /// <exception cref="InputException">One is unknown.</exception>
    public void Require(IReadOnlyList<PluginEntry> plugins)
    {
        foreach (string id in Ids)
        {
            if (plugins.All(p => p.Id != id))
            {
                throw new InputException($"--isolate: no plugin is called '{id}'; write all, none, or {Nearest.Hint(id, plugins.Select(p => p.Id))}");
            }
        }
    }
}
