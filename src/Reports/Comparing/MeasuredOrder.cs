namespace Sim.Reports.Comparing;

/// <summary>Which of two measurements of a metric is worse: no conflict is better and too late worse than any number. Pure.</summary>
internal static class MeasuredOrder
{
    /// <summary>Positive when <paramref name="after"/> is worse, negative when it is better, 0 when they are equal or cannot be ordered.</summary>
    public static int Compare(Measured<double> before, Measured<double> after, WorseDirection worse)
    {
        if (!Ordered(before) || !Ordered(after))
        {
            return 0;
        }

        if (before.HasValue && after.HasValue)
        {
            int larger = after.Value!.Value.CompareTo(before.Value!.Value);
            return worse == WorseDirection.Higher ? larger : -larger;
        }

        return Level(after) - Level(before);
    }

    /// <summary>True when state and value are the same.</summary>
    public static bool Same(Measured<double> a, Measured<double> b) => a.State == b.State && (!a.HasValue || a.Value!.Value == b.Value!.Value);

    private static bool Ordered(Measured<double> value) => value.State is MeasuredState.Value or MeasuredState.NoConflict or MeasuredState.TooLate;

    private static int Level(Measured<double> value) => value.State switch
    {
        MeasuredState.NoConflict => 0,
        MeasuredState.Value => 1,
        _ => 2,
    };
}
