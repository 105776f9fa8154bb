using System.Globalization;

namespace Sim.Host.Running;

/// <summary>Compares two answers to one observation: plan or controls, then the debug output. Pure.</summary>
internal static class AnswerDiff
{
    private static readonly DifferenceValue None = DifferenceValue.Of("none");

    /// <summary>The first difference, without its step; null when they are equal.</summary>
    /// <param name="a">One, or null when there is no answer.</param>
    /// <param name="b">The other.</param>
    /// <param name="debug">False to pass over the debug output.</param>
    public static RecordingDifference? First(DriverAnswer? a, DriverAnswer? b, bool debug)
    {
        if (a is null || b is null)
        {
            return a is null == b is null ? null : Kinds("answer", a, b);
        }

        return Commands(a, b) ?? (debug ? Debug(a.Debug, b.Debug) : null);
    }

    /// <summary>What kind of answer it is, in words.</summary>
    public static DifferenceValue Kind(DriverAnswer? answer) => answer is null ? None : DifferenceValue.Of(answer.Plan is { } plan ? $"a plan of {plan.Count} points" : "controls");

    private static RecordingDifference? Commands(DriverAnswer a, DriverAnswer b)
    {
        if (a.Controls is { } one && b.Controls is { } other)
        {
            return NumberDiff.Differ(one.AccelMps2, other.AccelMps2) ? NumberDiff.Of("answer.controls.accel_mps2", one.AccelMps2, other.AccelMps2, "m/s²", false)
                : NumberDiff.Differ(one.SteerRad, other.SteerRad) ? NumberDiff.Of("answer.controls.steer_rad", one.SteerRad, other.SteerRad, "rad", false)
                : null;
        }

        return a.Plan is { } plan && b.Plan is { } otherPlan ? Plans("answer.plan", plan, otherPlan) : Kinds("answer", a, b);
    }

    private static RecordingDifference? Plans(string field, IReadOnlyList<PlanPoint> a, IReadOnlyList<PlanPoint> b)
    {
        for (int i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            string point = string.Create(CultureInfo.InvariantCulture, $"{field}[{i}]");
            var p = a[i];
            var q = b[i];
            double distance = Distance(p.X - q.X, p.Y - q.Y);
            var found = p.TimeUs != q.TimeUs ? NumberDiff.Of($"{point}.time_us", p.TimeUs, q.TimeUs, "µs", Math.Abs((double)p.TimeUs - q.TimeUs))
                : NumberDiff.Differ(p.X, q.X) ? NumberDiff.Of($"{point}.x", p.X, q.X, "m", distance)
                : NumberDiff.Differ(p.Y, q.Y) ? NumberDiff.Of($"{point}.y", p.Y, q.Y, "m", distance)
                : NumberDiff.Differ(p.HeadingRad, q.HeadingRad) ? NumberDiff.Of($"{point}.heading_rad", p.HeadingRad, q.HeadingRad, "rad", true)
                : NumberDiff.Differ(p.SpeedMps, q.SpeedMps) ? NumberDiff.Of($"{point}.speed_mps", p.SpeedMps, q.SpeedMps, "m/s", false)
                : null;
            if (found is not null)
            {
                return found;
            }
        }

        return Counts(field, a.Count, b.Count);
    }

    private static RecordingDifference? Debug(DriverDebug? a, DriverDebug? b)
    {
        if (a is null || b is null)
        {
            return a is null == b is null ? null : new RecordingDifference { Field = "answer.debug", Recorded = Presence(a), Now = Presence(b) };
        }

        return Signals(a.Signals, b.Signals) ?? Candidates(a.Candidates, b.Candidates) ?? Texts(a.Texts, b.Texts);
    }

    private static RecordingDifference? Signals(IReadOnlyList<DebugSignal> a, IReadOnlyList<DebugSignal> b)
    {
        const string Field = "answer.debug.signals";
        for (int i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            if (a[i].Name != b[i].Name)
            {
                return Words(string.Create(CultureInfo.InvariantCulture, $"{Field}[{i}].name"), a[i].Name, b[i].Name);
            }

            if (NumberDiff.Differ(a[i].Value, b[i].Value))
            {
                return NumberDiff.Of($"{Field}[{a[i].Name}]", a[i].Value, b[i].Value, "", false);
            }
        }

        return Counts(Field, a.Count, b.Count);
    }

    private static RecordingDifference? Candidates(IReadOnlyList<DebugPlan> a, IReadOnlyList<DebugPlan> b)
    {
        const string Field = "answer.debug.candidates";
        for (int i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            if (a[i].Name != b[i].Name)
            {
                return Words(string.Create(CultureInfo.InvariantCulture, $"{Field}[{i}].name"), a[i].Name, b[i].Name);
            }

            string named = $"{Field}[{a[i].Name}]";
            double? one = a[i].Cost, other = b[i].Cost;
            if (one.HasValue != other.HasValue)
            {
                return new RecordingDifference { Field = $"{named}.cost", Recorded = one is { } x ? DifferenceValue.Of(x) : None, Now = other is { } y ? DifferenceValue.Of(y) : None };
            }

            if (one is { } cost && NumberDiff.Differ(cost, other!.Value))
            {
                return NumberDiff.Of($"{named}.cost", cost, other.Value, "", false);
            }

            if (Plans($"{named}.points", a[i].Points, b[i].Points) is { } points)
            {
                return points;
            }
        }

        return Counts(Field, a.Count, b.Count);
    }

    private static RecordingDifference? Texts(IReadOnlyList<DebugText> a, IReadOnlyList<DebugText> b)
    {
        const string Field = "answer.debug.texts";
        for (int i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            string at = string.Create(CultureInfo.InvariantCulture, $"{Field}[{i}]");
            if (a[i] != b[i])
            {
                return a[i].Name != b[i].Name ? Words($"{at}.name", a[i].Name, b[i].Name) : Words($"{at}.text", a[i].Text, b[i].Text);
            }
        }

        return Counts(Field, a.Count, b.Count);
    }

    private static double Distance(double dx, double dy)
    {
        double distance = Math.Sqrt((dx * dx) + (dy * dy));
        return distance > 0 ? distance : Math.Max(Math.Abs(dx), Math.Abs(dy));
    }

    private static RecordingDifference? Counts(string field, int a, int b) => a == b ? null : NumberDiff.Of($"{field}.count", a, b, "", false);

    private static RecordingDifference Words(string field, string a, string b) => new() { Field = field, Recorded = Quoted(a), Now = Quoted(b) };

    private static DifferenceValue Quoted(string text) => DifferenceValue.Of($"\"{text}\"");

    private static RecordingDifference Kinds(string field, DriverAnswer? a, DriverAnswer? b) => new() { Field = field, Recorded = Kind(a), Now = Kind(b) };

    private static DifferenceValue Presence(DriverDebug? debug) => debug is null ? None : DifferenceValue.Of("present");
}
