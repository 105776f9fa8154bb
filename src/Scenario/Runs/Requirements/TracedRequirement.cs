namespace Sim;

/// <summary>A requirement and what the run says about it.</summary>
public sealed record TracedRequirement
{
    /// <summary>Its id, as <c>covers:</c> names it.</summary>
    public required string Id { get; init; }

    /// <summary>What it demands; empty when no file declares it.</summary>
    public string Text { get; init; } = "";

    /// <summary>Triggering condition that it speaks of (ISO 21448); may be empty.</summary>
    public string TriggeringCondition { get; init; } = "";

    /// <summary>Category of disturbance after ISO 34502: perception, traffic or vehicle-control; may be empty.</summary>
    public string Category { get; init; } = "";

    /// <summary>Further columns or attributes of its file, name → text.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = Ordered.Empty;

    /// <summary>File and line, or identifier, where it is declared; empty when only cases name it (an orphan).</summary>
    public string Source { get; init; } = "";

    /// <summary>What the run says.</summary>
    public required RequirementVerdict Verdict { get; init; }

    /// <summary>Ids of the cases that cover it, sorted.</summary>
    public IReadOnlyList<string> Cases { get; init; } = [];
}
