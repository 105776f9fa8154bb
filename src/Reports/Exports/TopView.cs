using System.Globalization;
using Sim.Formats.Png;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Reports.Exports;

/// <summary>One picture of a strip: lanes, the last three seconds of everybody's way, footprints, the ego's plan, contacts, names and speeds, a scale.</summary>
/// <param name="recording">The recording.</param>
/// <param name="partner">With whom the ego has its conflict, or null.</param>
/// <param name="view">Direction and scale.</param>
internal sealed class TopView(Recording recording, Track? partner, StripView view)
{
    private const long TrailUs = 3_000_000;
    private const double NameSize = 14;
    private const int MostNames = 7;
    private const int Attempts = 6;
    private static readonly int[] Lengths = [5, 10, 20, 50];

    /// <summary>Draws an instant.</summary>
    public void Draw(DrawnPanel panel, KeyMoment moment)
    {
        var centre = view.Centre(moment.Step);
        panel.Rectangle(0, 0, panel.Width, panel.Height, StripColours.Ground);
        Road(panel, centre);
        var ego = recording.Ego();
        // The partner above the others, the ego above all.
        var order = recording.Tracks.Where(t => t != partner && t != ego).Concat([partner, ego]).OfType<Track>().ToList();
        foreach (var track in order)
        {
            Trail(panel, track, moment.Step, centre);
        }

        Plan(panel, moment.Step, centre);
        foreach (var track in order)
        {
            Footprint(panel, track, moment.Step, centre);
        }

        foreach (var contact in recording.Contacts)
        {
            if (contact.TimeUs <= moment.TimeUs)
            {
                var at = view.ToPicture(new Vector2d(contact.X, contact.Y), centre);
                panel.Line([at + new Vector2d(-8, -8), at + new Vector2d(8, 8)], 3.5, StripColours.Contact);
                panel.Line([at + new Vector2d(-8, 8), at + new Vector2d(8, -8)], 3.5, StripColours.Contact);
            }
        }

        Names(panel, order, moment.Step, centre);
        Scale(panel);
        panel.Line([new(0.5, 0.5), new(panel.Width - 0.5, 0.5), new(panel.Width - 0.5, panel.Height - 0.5), new(0.5, panel.Height - 0.5), new(0.5, 0.5)], 1, StripColours.Frame);
    }

    private Rgba Colour(Track track) => track.Id == recording.EgoId ? StripColours.Ego : track == partner ? StripColours.Partner : StripColours.Other;

    private void Road(DrawnPanel panel, Vector2d centre)
    {
        var map = recording.Map;
        foreach (bool traffic in (bool[])[false, true])
        {
            foreach (var lane in map.Lanes)
            {
                if (lane.IsDrivable() == traffic)
                {
                    panel.Area(view.ToPicture([.. lane.Left.Points, .. lane.Right.Points.Reverse()], centre), traffic ? StripColours.Lane : StripColours.Way);
                }
            }
        }

        // Within a junction the lanes' edges cross each other; their areas are enough.
        foreach (var lane in map.Lanes.Where(l => l.JunctionId is null))
        {
            panel.Line(view.ToPicture(lane.Left.Span, centre), 1.3, StripColours.Line);
            panel.Line(view.ToPicture(lane.Right.Span, centre), 1.3, StripColours.Line);
        }

        foreach (var crosswalk in map.Crosswalks)
        {
            panel.Line(view.ToPicture([.. crosswalk.Outline.Span, crosswalk.Outline.Span[0]], centre), 2.5, StripColours.Line);
        }

        foreach (var stop in map.StopLines)
        {
            panel.Line(view.ToPicture([stop.From, stop.To], centre), 3, StripColours.Muted);
        }
    }

    private void Trail(DrawnPanel panel, Track track, int step, Vector2d centre)
    {
        int back = (int)Math.Min(step, TrailUs / recording.StepUs);
        int second = (int)Math.Max(1, 1_000_000 / recording.StepUs);
        var points = new List<Vector2d>();
        for (int at = step - back; at <= step; at++)
        {
            if (StripView.State(track, at) is not { } state)
            {
                panel.Line([.. points], 2.5, Colour(track).With(0.5));
                points.Clear();
                continue;
            }

            var p = view.ToPicture(new Vector2d(state.X, state.Y), centre);
            points.Add(p);
            if (at < step && (step - at) % second == 0)
            {
                panel.Rectangle(p.X - 2.5, p.Y - 2.5, p.X + 2.5, p.Y + 2.5, Colour(track).With(0.8));
            }
        }

        panel.Line([.. points], 2.5, Colour(track).With(0.5));
    }

    private void Plan(DrawnPanel panel, int step, Vector2d centre)
    {
        RecordedAnswer? last = null;
        foreach (var answer in recording.Answers)
        {
            last = answer.Step <= step && answer.Answer.Plan is not null && (last is null || answer.Step >= last.Step) ? answer : last;
        }

        if (last?.Answer.Plan is { } plan && StripView.State(recording.Ego(), step) is not null)
        {
            panel.Line(view.ToPicture([.. plan.Where(p => p.TimeUs >= recording.TimeUs(step)).Select(p => new Vector2d(p.X, p.Y))], centre), 1.5, StripColours.Ego.With(0.7));
        }
    }

    private void Footprint(DrawnPanel panel, Track track, int step, Vector2d centre)
    {
        if (StripView.State(track, step) is not { } state)
        {
            return;
        }

        var corners = new Vector2d[4];
        var box = new OrientedBox(state, track.Body);
        box.Corners(corners);
        var seen = view.ToPicture(corners, centre);
        panel.Area(seen, Colour(track));
        // A light wedge at the front says where it goes.
        panel.Area(view.ToPicture([box.ToWorld(new(0.42 * box.LengthM, 0)), box.ToWorld(new(0.1 * box.LengthM, 0.36 * box.WidthM)), box.ToWorld(new(0.1 * box.LengthM, -0.36 * box.WidthM))], centre), StripColours.Glass);
        panel.Line([.. seen, seen[0]], 1.2, StripColours.Ink);
    }

    private void Names(DrawnPanel panel, List<Track> order, int step, Vector2d centre)
    {
        // The nearest to what the picture is about first; more names than this hide each other.
        var shown = order.Where(t => StripView.State(t, step) is not null)
            .OrderBy(t => t.Id == recording.EgoId ? 0 : t == partner ? 1 : 2).ThenBy(t => new Vector2d(t.At(step).X, t.At(step).Y).DistanceTo(centre)).Take(MostNames);
        var taken = new List<Bounds2d>();
        foreach (var track in (Track?[])[recording.Ego(), partner])
        {
            if (StripView.State(track, step) is { } state)
            {
                taken.Add(Seen(track!, state, centre));
            }
        }

        foreach (var track in shown)
        {
            var state = track.At(step);
            bool main = track.Id == recording.EgoId || track == partner;
            string speed = double.IsFinite(state.SpeedMps) ? state.SpeedMps.ToString("0.0", CultureInfo.InvariantCulture) + " m/s" : "";
            string name = DrawnPanel.Fitting(track.Id, NameSize, main ? 180 : 90);
            string text = main ? $"{name} {speed}" : name;
            double size = main ? NameSize : NameSize - 2;
            double width = Raster.Measure(text, size);
            var box = Seen(track, state, centre);
            if (!new Bounds2d(0, 0, panel.Width, panel.Height).Contains(box.Centre))
            {
                continue;
            }

            double left = Math.Clamp(box.Centre.X - width / 2, 4, Math.Max(4, panel.Width - width - 4));
            // Below the ego, above the others; further away while something is there already.
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                double baseLine = (track.Id == recording.EgoId) == (attempt % 2 == 0) ? box.MaxY + 18 + 20 * (attempt / 2) : box.MinY - 8 - 20 * (attempt / 2);
                var place = new Bounds2d(left - 3, baseLine - size, left + width + 3, baseLine + 0.3 * size);
                if (taken.TrueForAll(t => !t.Overlaps(place)) && place.MinY > 0 && place.MaxY < panel.Height)
                {
                    taken.Add(place);
                    panel.Text(text, left, baseLine, size, main ? StripColours.Ink : StripColours.Muted, panel.Width, bold: main, halo: true);
                    break;
                }
            }
        }
    }

    private Bounds2d Seen(Track track, in ActorState state, Vector2d centre)
    {
        var corners = new Vector2d[4];
        new OrientedBox(state, track.Body).Corners(corners);
        return Bounds2d.Of(view.ToPicture(corners, centre));
    }

    private void Scale(DrawnPanel panel)
    {
        int metres = Array.Find(Lengths, m => m * view.PixelsPerM >= 60) is > 0 and var fits ? fits : Lengths[^1];
        double length = metres * view.PixelsPerM, y = panel.Height - 12, x = panel.Width - 14 - length;
        panel.Line([new(x, y - 5), new(x, y), new(x + length, y), new(x + length, y - 5)], 1.5, StripColours.Ink);
        panel.Text(metres.ToString(CultureInfo.InvariantCulture) + " m", x + 5, y - 5, 13, StripColours.Ink, 100, halo: true);
    }
}
