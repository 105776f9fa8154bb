namespace Sim;

/// <summary>A requirement as a file declares it.</summary>
public sealed record Requirement
{
    /// <summary>Its id, as <c>covers:</c> names it.</summary>
    public required string Id { get; init; }

    /// <summary>What it demands.</summary>
    public string Text { get; init; } = "";

    /// <summary>Triggering condition that it speaks of (ISO 21448); may be empty.</summary>
    public string TriggeringCondition { get; init; } = "";

    /// <summary>Category of disturbance after ISO 34502: perception, traffic or vehicle-control; may be empty.</summary>
    public string Category { get; init; } = "";

    /// <summary>Further columns or attributes of its file, name → text.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = Ordered.Empty;

    /// <summary>File and line, or identifier, where it is declared.</summary>
    public string Source { get; init; } = "";
}
