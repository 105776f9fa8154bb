using System.Text.Json;

namespace Sim.Reports;

/// <summary>What the replay draws over a recording: the safe distance of RSS and the ghosts of a baseline run.</summary>
internal sealed class PageOverlays(PageReplay replay, PageText text)
{
    private const int MaxGhosts = 12;
    private const double GhostM = 0.01;
    private const double GhostRad = 0.002;

    /// <summary>Writes the members "rss" and "ghost", each only where there is something to show.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="result">The case.</param>
    /// <param name="recording">Its recording.</param>
    /// <param name="baseline">The recording of the same case in the run that this one is compared with, or null.</param>
    public void Write(Utf8JsonWriter json, CaseResult result, Recording recording, Recording? baseline)
    {
        if (RssReach.Of(result, recording) is { } reach)
        {
            json.WriteStartObject("rss");
            text.String(json, "other", reach.Other);
            json.WriteNumber("first", reach.FirstStep);
            json.WriteNumber("count", reach.SafeM.Count);
            var coder = new DeltaCoder();
            coder.AddColumn([.. reach.SafeM], 100);
            coder.AddColumn([.. reach.GapM], 100);
            json.WriteString("data", coder.ToString());
            json.WriteEndObject();
        }

        if (baseline is null)
        {
            return;
        }

        json.WriteStartObject("ghost");
        json.WriteNumber("step_us", baseline.StepUs);
        if (baseline.EgoId is { } ego)
        {
            text.String(json, "ego", ego);
        }

        json.WriteStartArray("tracks");
        foreach (var track in baseline.Tracks.Where(t => Differs(t, recording, baseline.StepUs)).OrderBy(t => t.Id == baseline.EgoId ? 0 : 1).Take(MaxGhosts))
        {
            replay.WriteTrack(json, track);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static bool Differs(Track then, Recording recording, long stepUs)
    {
        if (stepUs != recording.StepUs || recording.Find(then.Id) is not { } now)
        {
            return true;
        }

        for (int step = then.FirstStep; step < then.EndStep; step++)
        {
            if (then.IsPresent(step) && step < recording.StepCount)
            {
                if (!now.IsPresent(step))
                {
                    return true;
                }

                var (a, b) = (then.At(step), now.At(step));
                if (Math.Abs(a.X - b.X) > GhostM || Math.Abs(a.Y - b.Y) > GhostM || Math.Abs(a.HeadingRad - b.HeadingRad) > GhostRad)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
