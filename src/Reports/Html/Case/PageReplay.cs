using System.Text.Json;
using Sim.Geometry;

namespace Sim.Reports;

/// <summary>One recording as the page replays it: tracks in mm and mrad, plans, controls, signals, events, contacts.</summary>
internal sealed class PageReplay(HtmlOptions options, PageText text)
{
    /// <summary>Bounds of everything that moves; null when nothing is there.</summary>
    public static Bounds2d? BoundsOf(Recording recording)
    {
        var bounds = Bounds2d.Empty;
        foreach (var track in recording.Tracks)
        {
            for (int i = 0; i < track.Count; i++)
            {
                if (track.IsPresent(track.FirstStep + i) && double.IsFinite(track.X.Span[i]) && double.IsFinite(track.Y.Span[i]))
                {
                    bounds = bounds.Including(new Vector2d(track.X.Span[i], track.Y.Span[i]));
                }
            }
        }

        return bounds.IsEmpty ? null : bounds;
    }

    /// <summary>Writes the members of the replay object.</summary>
    public void Write(Utf8JsonWriter json, Recording recording, string map)
    {
        json.WriteString("map", map);
        json.WriteNumber("step_us", recording.StepUs);
        json.WriteNumber("steps", recording.StepCount);
        if (recording.EgoId is { } ego)
        {
            text.String(json, "ego", ego);
        }

        json.WriteStartArray("tracks");
        foreach (var track in recording.Tracks)
        {
            WriteTrack(json, track);
        }

        json.WriteEndArray();
        WriteMotion(json, recording.Ego());
        WriteSignals(json, recording);
        WriteEvents(json, recording);
        WriteContacts(json, recording);
        WriteAnswers(json, recording);
        new PageDebug(options, text).Write(json, recording);
        json.WriteStartArray("goals");
        foreach (var area in recording.Task?.Goals.SelectMany(g => g.Areas) ?? [])
        {
            json.WriteStringValue(PageMaps.Points(area.Points));
        }

        json.WriteEndArray();
        text.Strings(json, "goal_lanes", recording.Task?.Goals.SelectMany(g => g.LaneIds).Distinct() ?? []);
        var provenance = recording.Provenance;
        json.WriteStartObject("provenance");
        text.String(json, "generator", provenance.Generator);
        text.String(json, "version", provenance.Version);
        text.String(json, "seed", provenance.Seed is { } seed ? MetricText.Whole(seed) : "");
        text.String(json, "licence", provenance.Licence);
        text.Strings(json, "parents", provenance.Parents);
        text.Strings(json, "assumptions", provenance.Assumptions);
        text.Strings(json, "unused", provenance.Unused);
        WriteFacts(json, provenance.Facts);
        json.WriteEndObject();
    }

    private void WriteFacts(Utf8JsonWriter json, IReadOnlyList<SourceFact> facts)
    {
        json.WriteStartArray("facts");
        foreach (var fact in facts)
        {
            json.WriteStartArray();
            foreach (string cell in (string[])[fact.Name, fact.Value, fact.Status, fact.Quote])
            {
                json.WriteStringValue(text.Clean(cell));
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes one track as an object.</summary>
    public void WriteTrack(Utf8JsonWriter json, Track track)
    {
        json.WriteStartObject();
        text.String(json, "id", track.Id);
        json.WriteString("class", PageText.Word(track.Class));
        json.WriteNumber("length", Finite(track.Body.LengthM));
        json.WriteNumber("width", Finite(track.Body.WidthM));
        json.WriteNumber("axle", Finite(track.Body.RearAxleToCentreM));
        json.WriteNumber("first", track.FirstStep);
        json.WriteNumber("count", track.Count);
        var coder = new DeltaCoder();
        foreach (var column in new[] { track.X, track.Y, track.HeadingRad, track.SpeedMps, track.AccelMps2 })
        {
            coder.AddColumn(Masked(column, track.Presence), 1000);
        }

        json.WriteString("data", coder.ToString());
        if (!track.Presence.IsEmpty)
        {
            WriteRuns(json, track.Presence.Span);
        }

        json.WriteEndObject();
    }

    /// <summary>What only the ego's charts need.</summary>
    private static void WriteMotion(Utf8JsonWriter json, Track? ego)
    {
        if (ego is null)
        {
            return;
        }

        var coder = new DeltaCoder();
        coder.AddColumn(Masked(ego.YawRateRps, ego.Presence), 10_000);
        coder.AddColumn(Masked(ego.SteerRad, ego.Presence), 10_000);
        json.WriteString("motion", coder.ToString());
    }

    /// <summary>The values of an absent entry are meaningless: repeating the last one keeps them from costing bytes.</summary>
    private static double[] Masked(ReadOnlyMemory<double> column, ReadOnlyMemory<bool> presence)
    {
        double[] values = column.ToArray();
        if (!presence.IsEmpty)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = presence.Span[i] ? values[i] : double.NaN;
            }
        }

        return values;
    }

    private static void WriteRuns(Utf8JsonWriter json, ReadOnlySpan<bool> presence)
    {
        // Lengths of runs, the first one of presence.
        json.WriteStartArray("presence");
        bool present = true;
        int length = 0;
        foreach (bool now in presence)
        {
            if (now != present)
            {
                json.WriteNumberValue(length);
                present = now;
                length = 0;
            }

            length++;
        }

        json.WriteNumberValue(length);
        json.WriteEndArray();
    }

    private void WriteSignals(Utf8JsonWriter json, Recording recording)
    {
        json.WriteStartArray("signals");
        foreach (var signal in recording.Signals)
        {
            json.WriteStartObject();
            text.String(json, "id", signal.SignalId);
            json.WriteStartArray("changes");
            foreach (var change in signal.Changes)
            {
                json.WriteStartArray();
                json.WriteNumberValue(change.Step);
                json.WriteStringValue(PageText.Word(change.State));
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteEvents(Utf8JsonWriter json, Recording recording)
    {
        json.WriteStartArray("events");
        foreach (var happened in recording.Events)
        {
            json.WriteStartObject();
            json.WriteNumber("us", happened.TimeUs);
            text.String(json, "kind", happened.Kind);
            text.String(json, "text", happened.Text);
            text.Strings(json, "actors", happened.Actors);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteContacts(Utf8JsonWriter json, Recording recording)
    {
        json.WriteStartArray("contacts");
        foreach (var contact in recording.Contacts)
        {
            json.WriteStartObject();
            json.WriteNumber("us", contact.TimeUs);
            text.String(json, "a", contact.A);
            text.String(json, "b", contact.B);
            json.WriteNumber("x", Finite(contact.X));
            json.WriteNumber("y", Finite(contact.Y));
            json.WriteString("zone_a", PageText.Word(contact.ZoneA));
            json.WriteString("zone_b", PageText.Word(contact.ZoneB));
            json.WriteNumber("relative_speed", Finite(contact.RelativeSpeedMps));
            json.WriteNumber("speed_a", Finite(contact.SpeedAMps));
            json.WriteNumber("speed_b", Finite(contact.SpeedBMps));
            json.WriteString("class", PageText.Word(contact.Class));
            json.WriteBoolean("at_fault", contact.AtFault);
            json.WriteBoolean("artefact", contact.ReplayArtefact);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteAnswers(Utf8JsonWriter json, Recording recording)
    {
        int bytes = 0;
        int left = 0;
        json.WriteStartArray("plans");
        foreach (var answer in recording.Answers)
        {
            if (answer.Answer.Plan is not { Count: > 0 } plan)
            {
                continue;
            }

            if (bytes >= options.MaxPlanBytes)
            {
                left++;
                continue;
            }

            string data = Points(plan, options.MaxPlanPoints);
            bytes += data.Length;
            json.WriteStartArray();
            json.WriteNumberValue(answer.Step);
            json.WriteStringValue(data);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNumber("plans_left_out", left);
        json.WriteStartArray("controls");
        foreach (var answer in recording.Answers)
        {
            if (answer.Answer.Controls is { } controls)
            {
                json.WriteStartArray();
                json.WriteNumberValue(answer.Step);
                json.WriteNumberValue(Finite(controls.AccelMps2));
                json.WriteNumberValue(Finite(controls.SteerRad));
                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
    }

    /// <summary>The places of a plan, thinned and packed.</summary>
    public static string Points(IReadOnlyList<PlanPoint> plan, int most)
    {
        var points = Thinned(plan, most);
        var coder = new DeltaCoder();
        coder.Add(points.Count);
        coder.AddColumn([.. points.Select(p => p.X)], 1000);
        coder.AddColumn([.. points.Select(p => p.Y)], 1000);
        return coder.ToString();
    }

    private static IReadOnlyList<PlanPoint> Thinned(IReadOnlyList<PlanPoint> plan, int most)
    {
        if (plan.Count <= most)
        {
            return plan;
        }

        var points = new PlanPoint[most];
        for (int i = 0; i < most; i++)
        {
            points[i] = plan[(int)((long)i * (plan.Count - 1) / (most - 1))];
        }

        return points;
    }

    private static double Finite(double value) => double.IsFinite(value) ? Math.Round(Math.Clamp(value, -1e9, 1e9), 4) : 0;
}
