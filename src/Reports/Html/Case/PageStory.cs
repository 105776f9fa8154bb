using System.Text.Json;
using Sim.Reports.Stories;

namespace Sim.Reports;

/// <summary>A case's story as the page shows it: sentences, marked instants, the nearest case that passes.</summary>
internal sealed class PageStory(PassingNeighbours neighbours, PageText text)
{
    /// <summary>Writes the members "story", "moments", "partner" and "nearest".</summary>
    /// <param name="json">Where to.</param>
    /// <param name="row">The case.</param>
    /// <param name="recording">Its recording where it is embedded, else null.</param>
    public void Write(Utf8JsonWriter json, CaseRow row, Recording? recording)
    {
        var nearest = neighbours.Of(row);
        json.WriteStartArray("story");
        foreach (var sentence in CaseStory.Of(row, recording, nearest))
        {
            json.WriteStartArray();
            json.WriteStringValue(sentence.Kind);
            json.WriteStringValue(text.Clean(sentence.Text));
            Time(json, sentence.TimeUs);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        if (recording is not null)
        {
            WriteMoments(json, row, recording);
        }

        if (nearest is not null)
        {
            json.WriteStartObject("nearest");
            text.String(json, "case", nearest.CaseId);
            json.WriteBoolean("other_draw", nearest.OtherDraw);
            json.WriteStartArray("changes");
            foreach (var change in nearest.Changes)
            {
                json.WriteStartArray();
                json.WriteStringValue(text.Clean(change.Name));
                json.WriteStringValue(text.Clean(change.Here));
                json.WriteStringValue(text.Clean(change.There));
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private void WriteMoments(Utf8JsonWriter json, CaseRow row, Recording recording)
    {
        json.WriteStartArray("moments");
        foreach (var moment in CaseStory.Moments(row, recording))
        {
            json.WriteStartObject();
            json.WriteString("kind", moment.Kind);
            json.WriteNumber("us", moment.TimeUs);
            text.String(json, "text", moment.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (CaseStory.Partner(row.Result, recording) is { } partner)
        {
            text.String(json, "partner", partner);
        }
    }

    private static void Time(Utf8JsonWriter json, long? us)
    {
        if (us is { } time)
        {
            json.WriteNumberValue(time);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
