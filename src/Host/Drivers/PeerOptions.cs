using Sim.Rpc.Services;

namespace Sim.Host.Drivers;

/// <summary>Options of a driver in another process, wherever it runs. Immutable.</summary>
/// <param name="Deadlines">How long it may take.</param>
/// <param name="Module">The driver's own options.</param>
internal sealed record PeerOptions(Deadlines Deadlines, Setting Module)
{
    /// <summary>The key of the driver's own options.</summary>
    public const string OptionsKey = "options";

    /// <summary>Keys that mean the same for a command and for an address.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Deadlines.Keys, OptionsKey];

    /// <summary>Reads them.</summary>
    /// <exception cref="InputException">Out of range.</exception>
    public static PeerOptions Read(SettingReader reader)
    {
        var module = reader.Optional(OptionsKey) ?? Setting.Empty;
        return module.Kind == SettingKind.Map
            ? new PeerOptions(Deadlines.Read(reader), module)
            : throw module.Error($"'{OptionsKey}' is {SettingReader.Describe(module)}; write a map: {OptionsKey}: {{ key: value }}");
    }

    /// <summary>The same without deadlines when somebody debugs.</summary>
    public PeerOptions For(LeaseContext context) => context.Debugging is null ? this : this with { Deadlines = Deadlines.None };
}
