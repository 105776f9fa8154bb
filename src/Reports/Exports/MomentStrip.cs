using System.Globalization;
using Sim.Formats.Png;
using Sim.Reports.Stories;

namespace Sim.Reports.Exports;

/// <summary>
/// The key moments of a case on one page of 1,600 pixels: a picture from above for each, with lanes, footprints, trails, names and speeds, and a chart of
/// speeds and the leading metric. The same case gives the same picture on every machine. Stateless.
/// </summary>
internal static class MomentStrip
{
    private const int Width = 1600;
    private const int Margin = 20;
    private const int Gap = 16;
    private const int Columns = 3;
    private const int CellWidth = (Width - 2 * Margin - (Columns - 1) * Gap) / Columns;
    private const int PictureHeight = 310;
    private const int LabelHeight = 32;
    private const int HeaderHeight = 78;
    private const int FooterHeight = 40;
    // A stroke is wider than its line: at zero half of it would be cut off.
    private const int Inset = 3;

    /// <summary>Draws it.</summary>
    /// <param name="result">The case.</param>
    /// <param name="recording">Its recording.</param>
    public static Drawing Draw(CaseResult result, Recording recording)
    {
        var moments = KeyMoments.Of(result, recording);
        int cells = moments.Count == 0 ? 0 : moments.Count + 1;
        int rows = (cells + Columns - 1) / Columns;
        var drawing = new Drawing(Width, HeaderHeight + Math.Max(1, rows) * (LabelHeight + PictureHeight + Gap) + FooterHeight) { Title = DrawnPanel.Fitting($"{result.Case.Id}: key moments of {recording.Name}", 14, 1e6) };
        Header(drawing, result, recording);
        if (cells == 0)
        {
            drawing.AddPanel(Margin, HeaderHeight, Width - 2 * Margin, 60).Text("The recording has no steps.", Inset, 30, 18, StripColours.Muted, Width);
            return drawing;
        }

        var partner = CaseStory.Partner(result, recording) is { } id ? recording.Find(id) : KeyMoments.Closest(recording)?.Other;
        var view = new StripView(recording, partner, moments, CellWidth, PictureHeight);
        var top = new TopView(recording, partner, view);
        for (int i = 0; i < cells; i++)
        {
            int x = Margin + i % Columns * (CellWidth + Gap), y = HeaderHeight + i / Columns * (LabelHeight + PictureHeight + Gap);
            var label = drawing.AddPanel(x, y, CellWidth, LabelHeight);
            if (i == moments.Count)
            {
                label.Text("speed, m/s", Inset, 22, 16, StripColours.Muted, CellWidth);
                TimeChart.Draw(drawing.AddPanel(x, y + LabelHeight, CellWidth, PictureHeight), result, recording, partner, moments);
                continue;
            }

            label.Text((i + 1).ToString(CultureInfo.InvariantCulture), Inset, 22, 18, StripColours.Muted, 40);
            string time = MetricText.Seconds(moments[i].TimeUs);
            label.Text(time, 28, 22, 18, StripColours.Ink, CellWidth, bold: true);
            double from = 28 + Raster.Measure(time, 18) + 14;
            label.Text(moments[i].Label, from, 22, 16, StripColours.Muted, CellWidth - from);
            top.Draw(drawing.AddPanel(x, y + LabelHeight, CellWidth, PictureHeight), moments[i]);
        }

        Legend(drawing, recording, partner);
        return drawing;
    }

    private static void Header(Drawing drawing, CaseResult result, Recording recording)
    {
        var header = drawing.AddPanel(Margin, 0, Width - 2 * Margin, HeaderHeight);
        header.Text(result.Case.Id, Inset, 34, 24, StripColours.Ink, header.Width, bold: true);
        string evidence = CaseText.Evidence(result);
        header.Text(evidence.Length > 0 ? evidence : recording.Name, Inset, 62, 16, StripColours.Muted, header.Width);
    }

    private static void Legend(Drawing drawing, Recording recording, Track? partner)
    {
        var legend = drawing.AddPanel(Margin, drawing.Height - FooterHeight, Width - 2 * Margin, FooterHeight);
        double x = 0;
        if (recording.Ego() is not null)
        {
            Key(StripColours.Ego, recording.EgoId == "ego" ? "ego" : DrawnPanel.Fitting($"ego: {recording.EgoId}", 14, 260));
        }

        if (partner is not null)
        {
            Key(StripColours.Partner, DrawnPanel.Fitting(partner.Id, 14, 260));
        }

        Key(StripColours.Other, "others");
        if (recording.Contacts.Count > 0)
        {
            Key(StripColours.Contact, "contact");
        }

        legend.Text("squares: where each was 1, 2 and 3 s before", x, 22, 14, StripColours.Muted, legend.Width - x);

        void Key(Rgba colour, string text)
        {
            legend.Rectangle(x, 10, x + 20, 24, colour);
            legend.Text(text, x + 28, 22, 14, StripColours.Ink, 300);
            x += 28 + Raster.Measure(text, 14) + 28;
        }
    }
}
