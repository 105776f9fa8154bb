using System.Globalization;

namespace Sim.Rpc.Peers;

/// <summary>How much memory a process may hold, with its children.</summary>
/// <param name="Bytes">Bytes, at least 16 MiB.</param>
/// <param name="Text">The same as the user wrote it.</param>
internal sealed record MemoryLimit(long Bytes, string Text)
{
    private const long MinBytes = 16L << 20;

    private static readonly (string Name, long Bytes)[] Units =
        [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000)];

    /// <summary>Reads the value of 'memory'; null when it is left out.</summary>
    /// <exception cref="InputException">No size, or too small to start anything in.</exception>
    public static MemoryLimit? Read(Setting? value)
    {
        if (value is null)
        {
            return null;
        }

        string text = value.Text.Trim();
        foreach (var (name, bytes) in Units)
        {
            if (value.Kind == SettingKind.Scalar && text.EndsWith(name, StringComparison.Ordinal)
                && decimal.TryParse(text[..^name.Length].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
                && number is > 0 and < 1_000_000 && number * bytes >= MinBytes)
            {
                return new MemoryLimit((long)(number * bytes), value.Text);
            }
        }

        throw value.Error($"'memory' is {SettingReader.Describe(value)}; write a size of at least 16 MiB with its unit (KiB, MiB, GiB, kB, MB, GB), such as 2 GiB");
    }
}
