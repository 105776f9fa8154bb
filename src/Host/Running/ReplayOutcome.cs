namespace Sim.Host.Running;

/// <summary>What a replay gave.</summary>
/// <param name="Identical">True when the bytes are the same.</param>
/// <param name="First">Where the recordings part ways; null when their content is equal.</param>
/// <param name="Bytes">The new recording, MCAP.</param>
/// <param name="BeyondDebug">When the first difference lies in the debug output: the first one elsewhere, or null when there is none.</param>
internal sealed record ReplayOutcome(bool Identical, ReadOnlyMemory<byte> Bytes, RecordingDifference? First, RecordingDifference? BeyondDebug)
{
    private const string Recorded = "in the recording";
    private const string Now = "now";

    /// <summary>What differs, as one sentence without a full stop; empty when the bytes are the same.</summary>
    public string Sentence => Identical ? "" : First?.Sentence(Recorded, Now) ?? "no field: the bytes differ, the content does not; the recording was written by another version";

    /// <summary>What differs beyond the debug output; null when the first difference does not lie in it.</summary>
    public string? BeyondDebugSentence => First is not { IsDebug: true } ? null
        : BeyondDebug is { } beyond ? $"beyond debug output: {beyond.Sentence(Recorded, Now)}" : "beyond debug output nothing differs";

    /// <summary>The outcome of a replay.</summary>
    /// <param name="recorded">The recording.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="now">The new recording.</param>
    /// <param name="nowBytes">Its bytes.</param>
    public static ReplayOutcome Of(Recording recorded, ReadOnlySpan<byte> bytes, Recording now, byte[] nowBytes)
    {
        if (bytes.SequenceEqual(nowBytes))
        {
            return new(true, nowBytes, null, null);
        }

        var first = RecordingDiff.First(recorded, now);
        return new(false, nowBytes, first, first is { IsDebug: true } ? RecordingDiff.First(recorded, now, debug: false) : null);
    }
}
