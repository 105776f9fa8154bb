using System.Globalization;

namespace Sim.Formats.Logs;

/// <summary>Whether a recording out of a file written by others holds together. Pure and thread-safe.</summary>
public static class RecordingCheck
{
    private const int MaxSteps = 10_000_000;

    /// <summary>Null when steps, columns and ids fit each other, else what does not.</summary>
    public static string? Fault(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        if (recording.StepUs < 1 || recording.StepCount is < 1 or > MaxSteps)
        {
            return string.Create(CultureInfo.InvariantCulture, $"step_us is {recording.StepUs} and step_count {recording.StepCount}; at least 1 is expected, and at most {MaxSteps} steps");
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var track in recording.Tracks)
        {
            if (!ids.Add(track.Id))
            {
                return $"two tracks have the id '{track.Id}'";
            }

            if ((ColumnFault(track) ?? BoxFault(track)) is { } fault)
            {
                return $"track '{track.Id}': {fault}";
            }

            if (track.FirstStep < 0 || track.FirstStep + (long)track.Count > recording.StepCount)
            {
                return string.Create(CultureInfo.InvariantCulture, $"track '{track.Id}' covers the steps from {track.FirstStep} to {track.FirstStep + (long)track.Count}, but the recording has {recording.StepCount}");
            }
        }

        if (recording.EgoId is { } ego && !ids.Contains(ego))
        {
            return $"ego_id is '{ego}', but no track has that id";
        }

        foreach (var shown in recording.Signals)
        {
            for (int i = 0; i < shown.Changes.Count; i++)
            {
                if (shown.Changes[i].Step < 0 || shown.Changes[i].Step >= recording.StepCount || (i > 0 && shown.Changes[i].Step <= shown.Changes[i - 1].Step))
                {
                    return $"the changes of signal '{shown.SignalId}' are not in order of steps, or lie outside of the recording";
                }
            }
        }

        foreach (var answer in recording.Answers)
        {
            if (answer.Step < 0 || answer.Step >= recording.StepCount || answer.Answer.Fault() is not null)
            {
                return string.Create(CultureInfo.InvariantCulture, $"the answer at step {answer.Step} is outside of the recording, or no answer: {answer.Answer.Fault()}");
            }
        }

        return null;
    }

    private static string? ColumnFault(Track track)
    {
        int count = track.Count;
        return count == 0 ? "it has no state"
            : track.Y.Length == count && track.HeadingRad.Length == count && track.SpeedMps.Length == count && track.LateralMps.Length == count && track.AccelMps2.Length == count
                && track.YawRateRps.Length == count && track.SteerRad.Length == count && (track.Presence.IsEmpty || track.Presence.Length == count) ? null
            : $"its columns have different lengths; x has {count}";
    }

    private static string? BoxFault(Track track) =>
        track.Body is { LengthM: > 0 and < 1e6, WidthM: > 0 and < 1e6, HeightM: > 0 and < 1e6 } ? null : "its box has no positive length, width and height";
}
