namespace Sim.Rpc.Services;

/// <summary>How long a peer may take. Deadlines only catch hangs: a slow peer gives the same results as a fast one. Immutable.</summary>
public sealed record Deadlines
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The usual ones.</summary>
    public static Deadlines Usual { get; } = new();

    /// <summary>For simulators: worlds are built when a scenario is loaded, and the first step compiles shaders.</summary>
    public static Deadlines ForSimulators { get; } = new()
    {
        Open = TimeSpan.FromSeconds(300),
        FirstStep = TimeSpan.FromSeconds(300),
        Step = TimeSpan.FromSeconds(30),
    };

    /// <summary>None at all, for a debugger that holds the peer.</summary>
    public static Deadlines None { get; } = new()
    {
        Connect = Timeout.InfiniteTimeSpan,
        Open = Timeout.InfiniteTimeSpan,
        FirstStep = Timeout.InfiniteTimeSpan,
        Step = Timeout.InfiniteTimeSpan,
    };

    /// <summary>For the handshake.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For the start of a case: models are loaded there.</summary>
    public TimeSpan Open { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For the first answer of a case: much is compiled there.</summary>
    public TimeSpan FirstStep { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For every other answer.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the end of a case; what does not end by then is left to its lease.</summary>
    public TimeSpan Close { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a session lives without a sign of its client; pings go three times as often. At least 0.1 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>True when nothing but the end of a case is limited.</summary>
    public bool IsNone => Step == Timeout.InfiniteTimeSpan && FirstStep == Timeout.InfiniteTimeSpan && Open == Timeout.InfiniteTimeSpan;

    /// <summary>The keys that <see cref="Read"/> takes.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["deadline", "start_deadline"];

    /// <summary>Reads <c>deadline: 5 s</c> (each answer) and <c>start_deadline: 60 s</c> (the handshake, the start of a case and its first answer, each), 1 ms to 1 day.</summary>
    /// <exception cref="InputException">Out of range.</exception>
    /// <param name="reader">The options.</param>
    /// <param name="usual">Those that hold where nothing is said; null for <see cref="Usual"/>.</param>
    public static Deadlines Read(SettingReader reader, Deadlines? usual = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        usual ??= Usual;
        long most = (long)Longest.TotalMicroseconds;
        var step = reader.Duration("deadline", 1_000, most) is { } s ? TimeSpan.FromMicroseconds(s) : usual.Step;
        return reader.Duration("start_deadline", 1_000, most) is { } start
            ? usual with { Step = step, Connect = TimeSpan.FromMicroseconds(start), Open = TimeSpan.FromMicroseconds(start), FirstStep = TimeSpan.FromMicroseconds(start) }
            : usual with { Step = step };
    }
}
