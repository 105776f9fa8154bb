using System.Globalization;

namespace Sim.Host.Running;

/// <summary>Where two recordings part ways.</summary>
internal sealed record RecordingDifference
{
    /// <summary>Step of it; null for what has no time, such as the map.</summary>
    public int? Step { get; init; }

    /// <summary>Its time, µs since the start; null for what has none.</summary>
    public long? TimeUs { get; init; }

    /// <summary>The field: "answer.plan[3].x", "state[ego].speed_mps", "contacts[0].b", "signal[12]", "step_count", …</summary>
    public required string Field { get; init; }

    /// <summary>Its value in the first recording.</summary>
    public required DifferenceValue Recorded { get; init; }

    /// <summary>Its value in the second one.</summary>
    public required DifferenceValue Now { get; init; }

    /// <summary>How far the two are apart, at least 0: the absolute difference, of headings the wrapped one, of a plan's places their distance; null when it is no number.</summary>
    public double? Difference { get; init; }

    /// <summary>Unit of <see cref="Difference"/>; empty when it has none or none is known.</summary>
    public string Unit { get; init; } = "";

    /// <summary>True when it lies in the driver's debug output, which moves nothing.</summary>
    public bool IsDebug => Field.StartsWith("answer.debug", StringComparison.Ordinal);

    /// <summary>One sentence, without a full stop.</summary>
    /// <param name="first">What the first recording is called after its value, e.g. "in the recording".</param>
    /// <param name="second">The same of the second.</param>
    public string Sentence(string first, string second)
    {
        string when = Step is { } step ? string.Create(CultureInfo.InvariantCulture, $"step {step} ({TimeUs / 1e6:0.0##} s): ") : "";
        string apart = Difference is { } d ? string.Create(CultureInfo.InvariantCulture, $", {d:R}{(Unit.Length > 0 ? " " : "")}{Unit} apart") : "";
        return $"{when}{Field} is {Recorded} {first} and {Now} {second}{apart}";
    }
}
