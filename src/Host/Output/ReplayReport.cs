using System.Text.Json.Nodes;
using Sim.Host.Running;

namespace Sim.Host.Output;

/// <summary>What <c>sim replay --json</c> writes.</summary>
internal sealed record ReplayReport
{
    /// <summary>The case.</summary>
    public required string Case { get; init; }

    /// <summary>True when the driver was asked again.</summary>
    public required bool Live { get; init; }

    /// <summary>True when the bytes are the same.</summary>
    public required bool Identical { get; init; }

    /// <summary>Step of the first difference; absent when there is none or it has no time.</summary>
    public int? FirstStep { get; init; }

    /// <summary>Its time, s.</summary>
    public double? TimeS { get; init; }

    /// <summary>Its field.</summary>
    public string? Field { get; init; }

    /// <summary>Its value in the recording: a number or a text.</summary>
    public JsonNode? Recorded { get; init; }

    /// <summary>Its value now.</summary>
    public JsonNode? Now { get; init; }

    /// <summary>How far the two are apart, in the field's unit; absent when they are no numbers.</summary>
    public double? Difference { get; init; }

    /// <summary>The unit; absent when it has none.</summary>
    public string? Unit { get; init; }

    /// <summary>The same as one sentence; absent when the bytes are the same.</summary>
    public string? Sentence { get; init; }

    /// <summary>When the first difference lies in the debug output: the first one elsewhere; absent when there is none.</summary>
    public ReplayReport? BeyondDebug { get; init; }

    /// <summary>The report of an outcome.</summary>
    public static ReplayReport Of(string caseId, bool live, ReplayOutcome outcome)
    {
        var report = Of(caseId, live, outcome.Identical, outcome.First) with { Sentence = outcome.Identical ? null : outcome.Sentence };
        return outcome.BeyondDebug is { } beyond ? report with { BeyondDebug = Of(caseId, live, false, beyond) } : report;
    }

    private static ReplayReport Of(string caseId, bool live, bool identical, RecordingDifference? difference) => new()
    {
        Case = caseId,
        Live = live,
        Identical = identical,
        FirstStep = difference?.Step,
        TimeS = difference?.TimeUs / 1e6,
        Field = difference?.Field,
        Recorded = Node(difference?.Recorded),
        Now = Node(difference?.Now),
        Difference = difference?.Difference,
        Unit = difference?.Unit is { Length: > 0 } unit ? unit : null,
    };

    private static JsonValue? Node(DifferenceValue? value) => value is not { } v ? null : v.Number is { } number && double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(v.ToString());
}
