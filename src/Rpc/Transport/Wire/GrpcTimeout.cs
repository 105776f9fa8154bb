namespace Sim.Rpc.Wire;

/// <summary>The value of <c>grpc-timeout</c>: at most eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    /// <summary>Reads a value; anything that is not exactly digits and a unit is refused. A value longer than a century is clamped to one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > 9) return false;
        long value = 0;
        foreach (var c in text[..^1])
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = value * 10 + (c - '0');
        }

        if (text[^1] == 'n')
        {
            timeout = TimeSpan.FromTicks(value / 100);
            return true;
        }

        var unit = text[^1] switch
        {
            'H' => TimeSpan.TicksPerHour,
            'M' => TimeSpan.TicksPerMinute,
            'S' => TimeSpan.TicksPerSecond,
            'm' => TimeSpan.TicksPerMillisecond,
            'u' => TicksPerMicrosecond,
            _ => 0L,
        };
        if (unit == 0) return false;
        timeout = TimeSpan.FromTicks(Math.Min(value, Longest.Ticks / unit) * unit);
        return true;
    }

    /// <summary>Writes a value in the finest unit that fits eight digits, rounded up so that a peer never gives up earlier than asked.</summary>
    public static string Format(TimeSpan timeout)
    {
        var ticks = Math.Clamp(timeout.Ticks, 0, Longest.Ticks);
        ReadOnlySpan<(long Ticks, char Name)> units =
        [
            (TicksPerMicrosecond, 'u'), (TimeSpan.TicksPerMillisecond, 'm'), (TimeSpan.TicksPerSecond, 'S'), (TimeSpan.TicksPerMinute, 'M'), (TimeSpan.TicksPerHour, 'H'),
        ];
        foreach (var (unit, name) in units)
        {
            var count = (ticks + unit - 1) / unit;
            if (count <= 99_999_999) return string.Create(null, $"{count}{name}");
        }

        throw new ArgumentOutOfRangeException(nameof(timeout));
    }

    private static TimeSpan Longest => TimeSpan.FromDays(36_525);
}
