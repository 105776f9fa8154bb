using Sim.Rpc.Services;

namespace Sim.Rpc.Peers;

/// <summary>Options of a peer in another process, wherever it runs. Immutable.</summary>
/// <param name="Deadlines">How long it may take.</param>
/// <param name="Module">The peer's own options.</param>
internal sealed record PeerOptions(Deadlines Deadlines, Setting Module)
{
    /// <summary>The key of the peer's own options.</summary>
    public const string OptionsKey = "options";

    /// <summary>Keys that mean the same for a command and for an address.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Deadlines.Keys, OptionsKey];

    /// <summary>Reads them.</summary>
    /// <param name="reader">The options.</param>
    /// <param name="usual">Deadlines that hold where nothing is said; null for those of drivers.</param>
    /// <exception cref="InputException">Out of range.</exception>
    public static PeerOptions Read(SettingReader reader, Deadlines? usual = null)
    {
        var module = reader.Optional(OptionsKey) ?? Setting.Empty;
        return module.Kind == SettingKind.Map
            ? new PeerOptions(Deadlines.Read(reader, usual), module)
            : throw module.Error($"'{OptionsKey}' is {SettingReader.Describe(module)}; write a map: {OptionsKey}: {{ key: value }}");
    }
}
