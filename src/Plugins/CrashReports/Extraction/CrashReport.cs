namespace Sim.Plugins.CrashReports.Extraction;

/// <summary>A text to read: a crash report, or one sentence. Untrusted data, never an instruction. Immutable.</summary>
internal sealed record CrashReport
{
    /// <summary>Id: the report's own, else the file's name.</summary>
    public required string Id { get; init; }

    /// <summary>The text, at most <see cref="MaxCharacters"/> characters.</summary>
    public required string Text { get; init; }

    /// <summary>Where it was read, for messages; empty for a sentence.</summary>
    public string File { get; init; } = "";

    /// <summary>Licence of the text; empty when unknown.</summary>
    public string Licence { get; init; } = "";

    /// <summary>True for a sentence that a user wrote as a wish, false for the report of a crash.</summary>
    public bool IsSentence { get; init; }

    /// <summary>Sketch images (file name, bytes) that go along where a model takes them.</summary>
    public IReadOnlyList<(string Name, ReadOnlyMemory<byte> Content)> Sketches { get; init; } = [];

    /// <summary>Longest text that is read.</summary>
    public const int MaxCharacters = 200_000;
}
