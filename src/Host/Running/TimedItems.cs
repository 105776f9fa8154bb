using System.Globalization;
using System.Text.Json;

namespace Sim.Host.Running;

/// <summary>Two lists of what happened, compared piece by piece as time goes on. Not thread-safe.</summary>
/// <param name="field">What they are called.</param>
/// <param name="a">One, in order of time.</param>
/// <param name="b">The other.</param>
/// <param name="timeUs">Time of an item.</param>
/// <param name="json">Its members.</param>
internal sealed class TimedItems<T>(string field, IReadOnlyList<T> a, IReadOnlyList<T> b, Func<T, long> timeUs, Func<T, JsonElement> json)
    where T : class
{
    private static readonly DifferenceValue None = DifferenceValue.Of("none");
    private int _next;

    /// <summary>The first difference among what happened until a time, with its own time; null when there is none.</summary>
    public RecordingDifference? UpTo(long us)
    {
        for (; ; _next++)
        {
            var one = _next < a.Count && timeUs(a[_next]) <= us ? a[_next] : null;
            var other = _next < b.Count && timeUs(b[_next]) <= us ? b[_next] : null;
            if (one is null && other is null)
            {
                return null;
            }

            string at = string.Create(CultureInfo.InvariantCulture, $"{field}[{_next}]");
            if (one is null || other is null)
            {
                return new RecordingDifference { Field = at, Recorded = Of(one), Now = Of(other), TimeUs = timeUs((one ?? other)!) };
            }

            if (ItemDiff.First(at, json(one), json(other)) is { } difference)
            {
                return difference with { TimeUs = Math.Min(timeUs(one), timeUs(other)) };
            }
        }
    }

    private DifferenceValue Of(T? item) => item is null ? None : DifferenceValue.Of(json(item).GetRawText());
}
