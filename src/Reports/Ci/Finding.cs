namespace Sim.Reports.Ci;

/// <summary>Something in a file that should not be as it is, found without running anything.</summary>
/// <param name="Rule">The rule that it breaks.</param>
/// <param name="Message">What was found, what was expected, what to do.</param>
/// <param name="File">The file as the user named it; empty when nobody knows.</param>
internal sealed record Finding(FindingRule Rule, string Message, string File)
{
    /// <summary>1-based line, 0 when unknown.</summary>
    public int Line { get; init; }

    /// <summary>1-based column, 0 when unknown.</summary>
    public int Column { get; init; }

    /// <summary>What it is about within the file: a lane, a requirement, a case; empty when the place says it.</summary>
    public string Element { get; init; } = "";

    /// <summary>The kind of that: "element" of a map, "requirement", "case".</summary>
    public string ElementKind { get; init; } = "";
}
