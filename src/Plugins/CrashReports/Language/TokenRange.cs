namespace Sim.Plugins.CrashReports.Language;

/// <summary>Tokens from <paramref name="Start"/> to one before <paramref name="End"/>.</summary>
internal readonly record struct TokenRange(int Start, int End)
{
    public static readonly TokenRange Empty = new(0, 0);

    public bool IsEmpty => End <= Start;

    public int Length => Math.Max(0, End - Start);

    public bool Contains(int token) => token >= Start && token < End;

    public bool Overlaps(TokenRange other) => Start < other.End && other.Start < End;
}
