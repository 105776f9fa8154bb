using System.Globalization;
using System.Text.Json;

namespace Sim.Host.Running;

/// <summary>Finds where two recordings part ways. Pure.</summary>
internal static class RecordingDiff
{
    private static readonly (string Name, Func<Track, ReadOnlyMemory<double>> Column)[] Columns =
    [
        ("x", t => t.X), ("y", t => t.Y), ("heading", t => t.HeadingRad), ("speed", t => t.SpeedMps),
        ("lateral speed", t => t.LateralMps), ("acceleration", t => t.AccelMps2), ("yaw rate", t => t.YawRateRps), ("steering", t => t.SteerRad),
    ];

    /// <summary>The first step and field that differ, as one sentence; null when the recordings are equal.</summary>
    public static string? First(Recording a, Recording b)
    {
        if (FirstState(a, b) is { } state)
        {
            return state;
        }

        if (a.StepCount != b.StepCount)
        {
            return string.Create(CultureInfo.InvariantCulture, $"step {Math.Min(a.StepCount, b.StepCount)}: one recording ends ({a.StepCount} against {b.StepCount} steps)");
        }

        return Json(a, b, "answers", r => JsonSerializer.Serialize(r with { Tracks = [], Map = Maps.RoadMap.Empty, Events = [], Contacts = [], Signals = [] }, SimJson.Default.Recording))
            ?? Json(a, b, "contacts, events or signals", r => JsonSerializer.Serialize(r with { Tracks = [], Map = Maps.RoadMap.Empty, Answers = [] }, SimJson.Default.Recording))
            ?? Json(a, b, "map or bodies", r => JsonSerializer.Serialize(r, SimJson.Default.Recording));
    }

    private static string? FirstState(Recording a, Recording b)
    {
        (int Step, string Text)? first = null;
        foreach (string id in a.Tracks.Concat(b.Tracks).Select(t => t.Id).Distinct(StringComparer.Ordinal))
        {
            var one = a.Find(id);
            var other = b.Find(id);
            if (one is null || other is null)
            {
                Keep(ref first, (one ?? other)!.FirstStep, $"'{id}' is in one recording only");
                continue;
            }

            CompareTracks(one, other, ref first);
        }

        return first is { } f ? string.Create(CultureInfo.InvariantCulture, $"step {f.Step}: {f.Text}") : null;
    }

    private static void CompareTracks(Track a, Track b, ref (int Step, string Text)? first)
    {
        if (a.FirstStep != b.FirstStep)
        {
            Keep(ref first, Math.Min(a.FirstStep, b.FirstStep), $"'{a.Id}' appears at another step ({a.FirstStep} against {b.FirstStep})");
            return;
        }

        int count = Math.Min(a.Count, b.Count);
        int last = first is { } f ? Math.Min(count, f.Step - a.FirstStep) : count;
        for (int i = 0; i < last; i++)
        {
            int step = a.FirstStep + i;
            if (a.IsPresent(step) != b.IsPresent(step))
            {
                Keep(ref first, step, $"'{a.Id}' is present in one recording only");
                return;
            }

            foreach (var (name, column) in Columns)
            {
                double one = column(a).Span[i], other = column(b).Span[i];
                if (BitConverter.DoubleToInt64Bits(one) != BitConverter.DoubleToInt64Bits(other))
                {
                    Keep(ref first, step, string.Create(CultureInfo.InvariantCulture, $"{name} of '{a.Id}' is {one:R} against {other:R}"));
                    return;
                }
            }
        }

        if (a.Count != b.Count)
        {
            Keep(ref first, a.FirstStep + count, $"'{a.Id}' ends in one recording");
        }
    }

    private static string? Json(Recording a, Recording b, string what, Func<Recording, string> text)
    {
        string one = text(a), other = text(b);
        if (one == other)
        {
            return null;
        }

        int at = one.Zip(other).TakeWhile(p => p.First == p.Second).Count();
        return $"{what} differ: …{Around(one, at)}… against …{Around(other, at)}…";
    }

    private static string Around(string text, int at)
    {
        int from = Math.Max(0, at - 30);
        return text[from..Math.Min(text.Length, at + 30)];
    }

    private static void Keep(ref (int Step, string Text)? first, int step, string text)
    {
        if (first is null || step < first.Value.Step)
        {
            first = (step, text);
        }
    }
}
