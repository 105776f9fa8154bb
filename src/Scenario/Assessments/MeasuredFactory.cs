namespace Sim;

/// <summary>Builds <see cref="Measured{T}"/>. Thread-safe.</summary>
public static class Measured
{
    /// <summary>A value.</summary>
    /// <exception cref="ArgumentException">A double that is NaN or infinite: a bug in the caller.</exception>
    public static Measured<T> Of<T>(T value, long? worstTimeUs = null, IReadOnlyList<string>? actors = null, IReadOnlyList<MetricInput>? inputs = null, string reason = "")
        where T : struct
    {
        if (value is double d && !double.IsFinite(d))
        {
            throw new ArgumentException("A measured value must be finite; use NoConflict, TooLate, NotApplicable or Failed.", nameof(value));
        }

        return new Measured<T>
        {
            State = MeasuredState.Value,
            Value = value,
            WorstTimeUs = worstTimeUs,
            Actors = actors ?? [],
            Inputs = inputs ?? [],
            Reason = reason,
        };
    }

    /// <summary>No conflict, the best rank.</summary>
    public static Measured<T> NoConflict<T>(string reason)
        where T : struct => new() { State = MeasuredState.NoConflict, Reason = reason };

    /// <summary>Too late, the worst rank.</summary>
    public static Measured<T> TooLate<T>(string reason, long? worstTimeUs = null, IReadOnlyList<string>? actors = null, IReadOnlyList<MetricInput>? inputs = null)
        where T : struct => new() { State = MeasuredState.TooLate, Reason = reason, WorstTimeUs = worstTimeUs, Actors = actors ?? [], Inputs = inputs ?? [] };

    /// <summary>Does not apply here.</summary>
    public static Measured<T> NotApplicable<T>(string reason)
        where T : struct => new() { State = MeasuredState.NotApplicable, Reason = reason };

    /// <summary>Could not be computed.</summary>
    public static Measured<T> Failed<T>(string reason)
        where T : struct => new() { State = MeasuredState.Failed, Reason = reason };
}
