using System.Globalization;

namespace Sim.Host.Drivers;

/// <summary>Options of a driver that is started from a command line. Immutable.</summary>
internal sealed record CommandOptions
{
    private const long MinMemoryBytes = 16L << 20;
    private const int MaxVariables = 1000;

    /// <summary>The keys, for the schema of suites.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["command", "instances", .. PeerOptions.Keys, "working_dir", "env", "inputs", "memory"];

    /// <summary>Program and arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The command as the user wrote it, on one line.</summary>
    public required string Shown { get; init; }

    /// <summary>Processes at the same time; null for one for each job.</summary>
    public int? Instances { get; init; }

    /// <summary>Deadlines and the driver's own options.</summary>
    public required PeerOptions Peer { get; init; }

    /// <summary>Working folder, or null for the suite's folder.</summary>
    public Setting? WorkingFolder { get; init; }

    /// <summary>Environment variables that are added; secrets unresolved.</summary>
    public IReadOnlyList<SettingEntry> Environment { get; init; } = [];

    /// <summary>Further files that decide what it does, for input hashes.</summary>
    public IReadOnlyList<Setting> Inputs { get; init; } = [];

    /// <summary>Limit of the memory that its processes hold together, bytes; null for none.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary><see cref="MemoryBytes"/> as written.</summary>
    public string MemoryText { get; init; } = "";

    /// <summary>Equal for equal options.</summary>
    public required string Key { get; init; }

    /// <summary>Reads them.</summary>
    /// <exception cref="InputException">Wrong, with the place.</exception>
    public static CommandOptions Read(Setting map)
    {
        var reader = new SettingReader(map, "the driver");
        var command = reader.Required("command");
        var instances = reader.Optional("instances");
        var memory = reader.Optional("memory");
        var environment = reader.Optional("env");
        var inputs = reader.Optional("inputs");
        var options = new CommandOptions
        {
            Arguments = CommandText.Read(command),
            Shown = CommandText.Shown(command),
            Instances = instances is null || instances.Text == "auto" ? null : reader.Int("instances", 1, 1024),
            Peer = PeerOptions.Read(reader),
            WorkingFolder = reader.Optional("working_dir"),
            Environment = environment is null ? [] : Variables(environment),
            Inputs = inputs is null ? [] : inputs.Kind == SettingKind.List ? inputs.Items : [inputs],
            MemoryBytes = memory is null ? null : Bytes(memory),
            MemoryText = memory?.Text ?? "",
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
            if (!named || entry.Key.StartsWith(DriverProcess.VariablePrefix, StringComparison.Ordinal))
            {
                throw entry.Value.Error($"'{entry.Key}' cannot be set in 'env'; write letters, digits and underscores, not beginning with {DriverProcess.VariablePrefix}");
            }

            if (entry.Value.Kind != SettingKind.Scalar || entry.Value.Text.Contains('\0'))
            {
                throw entry.Value.Error($"'{entry.Key}' is {SettingReader.Describe(entry.Value)}; write a single value");
            }
        }

        return value.Entries;
    }

    /// <summary>Reads a size of memory.</summary>
    /// <exception cref="InputException">Not one, or too small to start anything in.</exception>
    public static long Bytes(Setting value)
    {
        string text = value.Text.Trim();
        foreach (var (unit, factor) in ((string, long)[])[("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000)])
        {
            if (value.Kind == SettingKind.Scalar && text.EndsWith(unit, StringComparison.Ordinal)
                && decimal.TryParse(text[..^unit.Length].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
                && number is > 0 and < 1_000_000 && number * factor >= MinMemoryBytes)
            {
                return (long)(number * factor);
            }
        }

        throw value.Error($"'memory' is {SettingReader.Describe(value)}; write a size of at least 16 MiB with its unit (KiB, MiB, GiB, kB, MB, GB), such as 2 GiB");
    }
}
