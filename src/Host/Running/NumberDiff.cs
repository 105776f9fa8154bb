using Sim.Numerics;

namespace Sim.Host.Running;

/// <summary>Compares numbers. Pure.</summary>
internal static class NumberDiff
{
    /// <summary>True when a bit differs.</summary>
    public static bool Differ(double a, double b) => BitConverter.DoubleToInt64Bits(a) != BitConverter.DoubleToInt64Bits(b);

    /// <summary>The difference of two numbers.</summary>
    /// <param name="field">Its field.</param>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <param name="unit">Unit.</param>
    /// <param name="wrapped">True for headings: at most half a turn.</param>
    public static RecordingDifference Of(string field, double a, double b, string unit, bool wrapped) => Of(field, a, b, unit, Math.Abs(wrapped ? Pinned.AngleDifference(a, b) : a - b));

    /// <summary>The difference of two numbers that are a stated way apart.</summary>
    public static RecordingDifference Of(string field, double a, double b, string unit, double apart) => new()
    {
        Field = field,
        Recorded = DifferenceValue.Of(a),
        Now = DifferenceValue.Of(b),
        Difference = double.IsFinite(apart) ? apart : null,
        Unit = unit,
    };
}
