namespace Sim.Host.Drivers;

/// <summary>Options of a driver in another process, wherever it runs. Immutable.</summary>
/// <param name="Deadline">How long an answer may take; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
/// <param name="StartDeadline">How long the handshake, the start of a case and its first answer may take each.</param>
/// <param name="Module">The driver's own options.</param>
internal sealed record PeerOptions(TimeSpan Deadline, TimeSpan StartDeadline, Setting Module)
{
    private const long DefaultDeadlineUs = 5_000_000;
    private const long DefaultStartDeadlineUs = 60_000_000;

    /// <summary>Keys that mean the same for a command and for an address.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["deadline", "start_deadline", "options"];

    /// <summary>Reads them.</summary>
    /// <exception cref="InputException">Out of range.</exception>
    public static PeerOptions Read(SettingReader reader)
    {
        var module = reader.Optional("options") ?? Setting.Empty;
        if (module.Kind != SettingKind.Map)
        {
            throw module.Error($"'options' is {SettingReader.Describe(module)}; write a map: options: {{ key: value }}");
        }

        return new PeerOptions(
            Time(reader.Duration("deadline", 1_000, 86_400_000_000) ?? DefaultDeadlineUs),
            Time(reader.Duration("start_deadline", 1_000, 86_400_000_000) ?? DefaultStartDeadlineUs),
            module);
    }

    /// <summary>The same without deadlines, for a debugger.</summary>
    public PeerOptions Unhurried() => this with { Deadline = Timeout.InfiniteTimeSpan, StartDeadline = Timeout.InfiniteTimeSpan };

    private static TimeSpan Time(long us) => TimeSpan.FromMicroseconds(us);
}
