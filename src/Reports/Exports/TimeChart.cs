using System.Globalization;
using Sim.Formats.Png;
using Sim.Geometry;
using Sim.Reports.Stories;

namespace Sim.Reports.Exports;

/// <summary>Speeds over time, and the metric that tells the story with its threshold; the strip's instants as numbered lines. Stateless.</summary>
internal static class TimeChart
{
    private const int Left = 52;
    private const int Right = 14;
    private const int Top = 24;
    private const int Bottom = 26;
    private const double FontSize = 13;

    /// <summary>Draws it.</summary>
    public static void Draw(DrawnPanel panel, CaseResult result, Recording recording, Track? partner, IReadOnlyList<KeyMoment> moments)
    {
        var metric = Told(result, recording);
        int middle = metric is null ? panel.Height - Bottom : (panel.Height + Top - Bottom) / 2 - 6;
        double endS = Math.Max(1e-3, recording.TimeUs(recording.StepCount - 1) / 1e6);
        var speeds = new Axis(panel, Top, middle, 0, Math.Max(1, Fastest(recording, partner) * 1.08), endS);
        speeds.Draw(metric is null);
        Marks(panel, speeds, moments, true);
        Speed(panel, speeds, recording, partner, StripColours.Partner, 2);
        Speed(panel, speeds, recording, recording.Ego(), StripColours.Ego, 2.5);
        if (metric is null)
        {
            return;
        }

        var (least, most) = Range(metric);
        var values = new Axis(panel, middle + 34, panel.Height - Bottom, least, most, endS);
        values.Draw(true);
        panel.Text(metric.Unit.Length > 0 ? $"{metric.Name}, {metric.Unit}" : metric.Name, 3, middle + 22, 16, StripColours.Muted, panel.Width);
        Marks(panel, values, moments, false);
        if (metric.CriticalAt is { } critical && critical >= least && critical <= most)
        {
            panel.Dashes(values.At(0, critical), values.At(endS, critical), 6, 1.5, StripColours.Contact);
        }

        var run = new List<Vector2d>();
        for (int i = 0; i < metric.Series.Count; i++)
        {
            var sample = metric.Series[i];
            if (i > 0 && sample.Step != metric.Series[i - 1].Step + 1)
            {
                Flush(panel, run);
            }

            if (sample.Step >= 0 && sample.Step < recording.StepCount)
            {
                run.Add(values.At(recording.TimeUs(sample.Step) / 1e6, Math.Clamp(sample.Value, least, most)));
            }
        }

        Flush(panel, run);
    }

    private static void Flush(DrawnPanel panel, List<Vector2d> run)
    {
        if (run.Count == 1)
        {
            panel.Rectangle(run[0].X - 1.5, run[0].Y - 1.5, run[0].X + 1.5, run[0].Y + 1.5, StripColours.Ink);
        }

        panel.Line([.. run], 2, StripColours.Ink);
        run.Clear();
    }

    private static Metric? Told(CaseResult result, Recording recording)
    {
        if (UnsafeStretch.Of(result, recording.StepUs) is { } stretch)
        {
            return stretch.Metric;
        }

        var metrics = result.Assessments.SelectMany(a => a.Metrics).Where(m => m.Series.Count > 0).ToList();
        string leading = CaseText.LeadingMetric(result);
        return metrics.FirstOrDefault(m => m.Name == leading) ?? metrics.FirstOrDefault(m => m.Name == "min_ttc") ?? metrics.FirstOrDefault(m => m.CriticalAt is not null);
    }

    // Far above a threshold nothing is worth seeing.
    private static (double Least, double Most) Range(Metric metric)
    {
        double least = Math.Min(0, metric.Series.Min(s => s.Value)), most = Math.Max(metric.Series.Max(s => s.Value), least + 1e-6);
        if (metric.CriticalAt is { } critical)
        {
            (least, most) = (Math.Min(least, critical), Math.Max(most, critical * 1.1));
            if (metric.Worse == WorseDirection.Lower && critical > 0)
            {
                most = Math.Min(most, 5 * critical);
            }
        }

        return (least, Math.Max(most, least + 1e-6));
    }

    private static double Fastest(Recording recording, Track? partner)
    {
        double most = 0;
        foreach (var track in (Track?[])[recording.Ego(), partner])
        {
            for (int step = 0; step < recording.StepCount; step++)
            {
                if (StripView.State(track, step) is { } state && double.IsFinite(state.SpeedMps))
                {
                    most = Math.Max(most, Math.Abs(state.SpeedMps));
                }
            }
        }

        return Math.Min(most, 1e6);
    }

    private static void Speed(DrawnPanel panel, Axis axis, Recording recording, Track? track, Rgba colour, double width)
    {
        var run = new List<Vector2d>();
        for (int step = 0; step < recording.StepCount; step++)
        {
            if (StripView.State(track, step) is { } state && double.IsFinite(state.SpeedMps))
            {
                run.Add(axis.At(recording.TimeUs(step) / 1e6, Math.Abs(state.SpeedMps)));
            }
            else
            {
                panel.Line([.. run], width, colour);
                run.Clear();
            }
        }

        panel.Line([.. run], width, colour);
    }

    private static void Marks(DrawnPanel panel, Axis axis, IReadOnlyList<KeyMoment> moments, bool numbered)
    {
        double before = -20;
        for (int i = 0; i < moments.Count; i++)
        {
            double x = axis.At(moments[i].TimeUs / 1e6, 0).X;
            panel.Dashes(new(x, axis.Top), new(x, axis.Bottom), 3, 1, StripColours.Muted.With(0.8));
            if (numbered)
            {
                before = Math.Max(x - 4, before + 12);
                panel.Text((i + 1).ToString(CultureInfo.InvariantCulture), before, axis.Top - 7, FontSize, StripColours.Ink, 40, bold: true);
            }
        }
    }

    private sealed class Axis(DrawnPanel panel, int top, int bottom, double least, double most, double endS)
    {
        public int Top => top;

        public int Bottom => bottom;

        public Vector2d At(double seconds, double value) =>
            new(Left + Math.Clamp(seconds / endS, 0, 1.02) * (panel.Width - Left - Right), bottom - (value - least) / (most - least) * (bottom - top));

        public void Draw(bool times)
        {
            panel.Rectangle(Left, top, panel.Width - Right, bottom, StripColours.Ground);
            for (double v = Math.Ceiling(least / Step(most - least, 3)) * Step(most - least, 3); v <= most; v += Step(most - least, 3))
            {
                var at = At(0, v);
                panel.Line([at, at with { X = panel.Width - Right }], 1, StripColours.Frame);
                string number = MetricText.Number(Math.Round(v, 9) + 0.0);
                panel.Text(number, Left - 6 - Raster.Measure(number, FontSize), at.Y + 5, FontSize, StripColours.Muted, Left);
            }

            double every = Step(endS, 6);
            for (double t = 0; times && t <= endS * 1.0001; t += every)
            {
                string number = MetricText.Number(Math.Round(t, 9)) + (t + every > endS ? " s" : "");
                double width = Raster.Measure(number, FontSize);
                panel.Text(number, Math.Min(At(t, least).X - width / 2, panel.Width - width - 1), bottom + 18, FontSize, StripColours.Muted, 100);
            }
        }

        // 1, 2 or 5 times a power of ten, so that at most so many fit.
        private static double Step(double range, int count)
        {
            double step = 1;
            while (step * count >= range && step > 1e-9)
            {
                step /= 10;
            }

            while (step * count < range && step < 1e12)
            {
                step *= 10;
            }

            return step / 5 * count >= range ? step / 5 : step / 2 * count >= range ? step / 2 : step;
        }
    }
}
