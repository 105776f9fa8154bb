using Sim.Rpc.Services;

namespace Sim.Rpc.Peers;

/// <summary>Options of a peer that is started from a command line. Immutable.</summary>
internal sealed record CommandOptions : ChildCommand
{
    private const int MaxVariables = 1000;

    /// <summary>The keys, for the schema of suites.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["command", "instances", .. PeerOptions.Keys, "working_dir", "env", "inputs", "memory"];

    /// <summary>Processes at the same time; null for one for each job.</summary>
    public int? Instances { get; init; }

    /// <summary>Deadlines and the peer's own options.</summary>
    public required PeerOptions Peer { get; init; }

    /// <summary>Further files that decide what it does, for input hashes.</summary>
    public IReadOnlyList<Setting> Inputs { get; init; } = [];

    /// <summary>Equal for equal options.</summary>
    public required string Key { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="map">The options.</param>
    /// <param name="kind">What is started: "driver", "simulator", …</param>
    /// <param name="usual">Deadlines that hold where nothing is said; null for those of drivers.</param>
    /// <exception cref="InputException">Wrong, with the place.</exception>
    public static CommandOptions Read(Setting map, string kind = "driver", Deadlines? usual = null)
    {
        var reader = new SettingReader(map, $"the {kind}");
        var command = reader.Required("command");
        var instances = reader.Optional("instances");
        var environment = reader.Optional("env");
        var inputs = reader.Optional("inputs");
        var options = new CommandOptions
        {
            Arguments = CommandText.Read(command),
            Shown = CommandText.Shown(command),
            Instances = instances is null || instances.Text == "auto" ? null : reader.Int("instances", 1, 1024),
            Kind = kind,
            Peer = PeerOptions.Read(reader, usual),
            WorkingFolder = reader.Optional("working_dir"),
            Environment = environment is null ? [] : Variables(environment),
            Inputs = inputs is null ? [] : inputs.Kind == SettingKind.List ? inputs.Items : [inputs],
            Memory = MemoryLimit.Read(reader.Optional("memory")),
            Key = SettingKey.Of(map),
        };
        reader.Done();
        return options;
    }

    private static IReadOnlyList<SettingEntry> Variables(Setting value)
    {
        if (value.Kind != SettingKind.Map || value.Entries.Count > MaxVariables)
        {
            throw value.Error($"'env' is {SettingReader.Describe(value)}; write a map: env: {{ NAME: value }}");
        }

        foreach (var entry in value.Entries)
        {
            bool named = entry.Key.Length > 0 && !char.IsAsciiDigit(entry.Key[0]) && entry.Key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
            if (!named || entry.Key.StartsWith(ChildProcess.VariablePrefix, StringComparison.Ordinal))
            {
                throw entry.Value.Error($"'{entry.Key}' cannot be set in 'env'; write letters, digits and underscores, not beginning with {ChildProcess.VariablePrefix}");
            }

            if (entry.Value.Kind != SettingKind.Scalar || entry.Value.Text.Contains('\0'))
            {
                throw entry.Value.Error($"'{entry.Key}' is {SettingReader.Describe(entry.Value)}; write a single value");
            }
        }

        return value.Entries;
    }
}
