using Sim.Plugins.CrashReports.Extraction;

namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>A report with what is known of it. Plain data.</summary>
internal sealed record LabelledReport
{
    /// <summary>The text.</summary>
    public required CrashReport Report { get; init; }

    /// <summary>Its labels; null when it has none: then it is read and not scored.</summary>
    public ReportLabels? Labels { get; init; }

    /// <summary>Whether the text says anything on a subject ("speed_limit", "weather", "lighting", "lanes"); a subject that is missing counts as said.</summary>
    public IReadOnlyDictionary<string, bool> TextEvidence { get; init; } = new SortedDictionary<string, bool>(StringComparer.Ordinal);

    /// <summary>True unless the data say that the text is silent on a subject.</summary>
    public bool Says(string subject) => !TextEvidence.TryGetValue(subject, out bool says) || says;
}
