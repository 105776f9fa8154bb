using Sim.Formats.Yaml;

namespace Sim.Host.Commands;

/// <summary>Modules with options on a command line: <c>NAME</c>, <c>NAME,NAME</c> or <c>'NAME: { key: value }'</c>, and a file of options by name.</summary>
internal static class ModuleSwitch
{
    /// <summary>Reads the values of a repeatable switch.</summary>
    /// <param name="texts">As written.</param>
    /// <param name="name">The switch, for messages.</param>
    /// <param name="yaml">Variables and limits.</param>
    /// <exception cref="InputException">Not one of the forms, or a module is named twice.</exception>
    public static IReadOnlyList<ModuleUse> Read(IEnumerable<string> texts, string name, YamlOptions yaml)
    {
        var uses = new List<ModuleUse>();
        foreach (string text in texts)
        {
            // An address such as grpc://host:50051 has no space after its colons.
            if (text.Contains(": ", StringComparison.Ordinal) || text.TrimEnd().EndsWith(':'))
            {
                uses.AddRange(Map(YamlSettings.Read(text, name, yaml), name));
            }
            else
            {
                uses.AddRange(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(n => new ModuleUse(n, Setting.Empty)));
            }
        }

        return uses.GroupBy(u => u.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new InputException($"{name}: '{twice.Key}' is named twice; keep one")
            : uses;
    }

    /// <summary>Reads a file that maps names of modules to options.</summary>
    /// <exception cref="InputException">Absent or wrong inside.</exception>
    public static IReadOnlyList<ModuleUse> ReadFile(string path, string shown, YamlOptions yaml) => Map(YamlSettings.ReadFile(path, shown, yaml), shown);

    private static IReadOnlyList<ModuleUse> Map(Setting map, string what) => map.Kind switch
    {
        SettingKind.Null => [],
        SettingKind.Map => [.. map.Entries.Select(e => new ModuleUse(e.Key, e.Value.Kind switch
        {
            SettingKind.Map => e.Value,
            SettingKind.Null => Setting.Empty,
            _ => throw e.Value.Error($"the options of '{e.Key}' are {SettingReader.Describe(e.Value)}; write a map: {e.Key}: {{ key: value }}"),
        }))],
        _ => throw map.Error($"found {SettingReader.Describe(map)} in {what}, expected names with options: criticality: {{ ttc: 2 s }}"),
    };
}
