using Sim.Rpc.Services;

namespace Sim.Rpc.Peers;

/// <summary>Options of a peer in another process, wherever it runs. Immutable.</summary>
/// <param name="Deadlines">How long it may take.</param>
/// <param name="Module">The peer's own options.</param>
/// <param name="ModuleName">Which of the server's modules; empty for the only one.</param>
internal sealed record PeerOptions(Deadlines Deadlines, Setting Module, string ModuleName)
{
    /// <summary>The key of the peer's own options.</summary>
    public const string OptionsKey = "options";

    /// <summary>The key of the module, where a server has several.</summary>
    public const string ModuleKey = "module";

    private const int MaxName = 256;

    /// <summary>Keys that mean the same for a command and for an address.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Deadlines.Keys, OptionsKey, ModuleKey];

    /// <summary>Reads them.</summary>
    /// <param name="reader">The options.</param>
    /// <param name="usual">Deadlines that hold where nothing is said; null for those of drivers.</param>
    /// <exception cref="InputException">Out of range.</exception>
    public static PeerOptions Read(SettingReader reader, Deadlines? usual = null)
    {
        var module = reader.Optional(OptionsKey) ?? Setting.Empty;
        if (module.Kind != SettingKind.Map)
        {
            throw module.Error($"'{OptionsKey}' is {SettingReader.Describe(module)}; write a map: {OptionsKey}: {{ key: value }}");
        }

        string? name = reader.Text(ModuleKey);
        return name is null or { Length: > 0 and <= MaxName }
            ? new PeerOptions(Deadlines.Read(reader, usual), module, name ?? "")
            : throw reader.Required(ModuleKey).Error($"'{ModuleKey}' names one of the server's modules in 1 to {MaxName} characters");
    }
}
