using System.Globalization;
using System.Text.RegularExpressions;
using Sim.Formats.Yaml;
using Sim.Host.Drivers;
using Sim.Rpc.Peers;

namespace Sim.Host.Plugins;

/// <summary>What <c>plugin.yaml</c> says.</summary>
/// <param name="Id">Unique id, lower-case words joined by hyphens or dots.</param>
/// <param name="Version">Version of the plugin.</param>
/// <param name="Entry">File name of the entry assembly, in the plugin's folder.</param>
/// <param name="Contract">Range of contract versions that it fits.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Capabilities">What it adds, "contract:name".</param>
internal sealed partial record PluginManifest(string Id, string Version, string Entry, ContractRange Contract, string Description, IReadOnlyList<string> Capabilities)
{
    /// <summary>Where it runs.</summary>
    public PluginIsolation Isolation { get; init; }

    /// <summary>Memory that each of its processes may hold; null when the manifest does not say.</summary>
    public MemoryLimit? Memory { get; init; }

    /// <summary>Time that one call of a case may take in a process of its own; null when the manifest does not say.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Name of the manifest in a plugin's folder.</summary>
    public const string FileName = "plugin.yaml";

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="InputException">Wrong; names the place.</exception>
    public static PluginManifest Read(string path)
    {
        var top = YamlSettings.ReadFile(path);
        var reader = new SettingReader(top, "a plugin manifest");
        string id = reader.RequiredText("id");
        if (!IdPattern().IsMatch(id))
        {
            throw reader.Required("id").Error($"'{id}' is no plugin id; use lower-case letters, digits, hyphens and dots");
        }

        string version = reader.RequiredText("version");
        string entry = reader.RequiredText("entry");
        if (Path.GetFileName(entry) != entry || !entry.EndsWith(".dll", StringComparison.Ordinal))
        {
            throw reader.Required("entry").Error($"'{entry}' is no assembly in the plugin's own folder; write its file name (MyPlugin.dll)");
        }

        var range = ContractRange.Parse(reader.Required("contract"));
        string description = reader.Text("description") ?? "";
        var capabilities = reader.Optional("capabilities")?.Items.Select(i => i.Text).ToList() ?? [];
        var isolation = reader.Optional("isolation");
        var memory = MemoryLimit.Read(reader.Optional("memory"));
        long? deadlineUs = reader.Duration("deadline", 1_000, 24L * 3_600_000_000);
        reader.Done();
        return new PluginManifest(id, version, entry, range, description, capabilities)
        {
            Isolation = isolation?.Text switch
            {
                null or "none" => PluginIsolation.None,
                "process" => PluginIsolation.Process,
                "never" => PluginIsolation.Never,
                _ => throw isolation.Error($"'isolation' is {SettingReader.Describe(isolation)}; write none, process or never"),
            },
            Memory = memory,
            Deadline = deadlineUs is { } us ? TimeSpan.FromMicroseconds(us) : null,
        };
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
