using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sim;

/// <summary>
/// A value or one of four stated reasons why there is none, with what is needed to explain it. Plain data; build it with
/// <see cref="Measured"/>.
/// </summary>
/// <typeparam name="T">Type of the value; doubles are SI.</typeparam>
public sealed record Measured<T> : IJsonOnDeserialized
    where T : struct
{
    /// <summary>Which of the five states.</summary>
    public required MeasuredState State { get; init; }

    /// <summary>The value; set exactly when <see cref="State"/> is <see cref="MeasuredState.Value"/>.</summary>
    public T? Value { get; init; }

    /// <summary>Why there is no value, or what makes the value remarkable; empty when the value says all.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Time of the worst instant, µs since the recording's start; null when there is none.</summary>
    public long? WorstTimeUs { get; init; }

    /// <summary>Actors at the worst instant, the ego first.</summary>
    public IReadOnlyList<string> Actors { get; init; } = [];

    /// <summary>Inputs at the worst instant.</summary>
    public IReadOnlyList<MetricInput> Inputs { get; init; } = [];

    /// <summary>True when there is a value.</summary>
    public bool HasValue => State == MeasuredState.Value;

    void IJsonOnDeserialized.OnDeserialized()
    {
        if (HasValue != Value.HasValue)
        {
            throw new JsonException($"found a measurement in state {State} {(Value.HasValue ? "with" : "without")} a value");
        }
    }
}
