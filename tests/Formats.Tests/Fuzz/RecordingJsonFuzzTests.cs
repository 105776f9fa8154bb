using System.Text;
using System.Text.Json;
using Sim.Formats.Logs;
using Sim.Formats.Mcap;
using Sim.Tests.Osi;

namespace Sim.Tests.Fuzz;

public sealed class RecordingJsonFuzzTests
{
    private static readonly string[] Tokens = ["null", "[]", "{}", "[0,0]", "\"x\":[", "\"presence\":[true]", "\"first_step\":9", "\"step_count\":", "\"changes\":", "-1", ",", "[", "{", "]", "}", "1e999", "\"tracks\":", "\"id\":\"7\""];

    private static readonly string Good = "{\"recording\":" + JsonSerializer.Serialize(OsiSamples.Recording(), SimJson.Default.Recording) + "}";

    private static readonly Mutator Mutants = new(0x4EC, Corpus.Of(Good), Tokens);

    [Fact]
    public void Damaged_recordings_as_JSON_are_read_or_refused_with_their_place() => FuzzRun.Check("fuzz.recording.json", Mutants.Make, bytes =>
    {
        var recording = LogFiles.Read(bytes, "fuzz.recording.json");
        RecordingMcap.Write(recording with { StepCount = Math.Min(recording.StepCount, 100), Tracks = [.. recording.Tracks.Where(t => t.EndStep <= 100)], Signals = [], Answers = [], EgoId = null }, Stream.Null);
    }, lines: true);

    [Theory]
    [InlineData("\"step_count\":7", "\"step_count\":0", "at least 1")]
    [InlineData("\"first_step\":1", "\"first_step\":5", "covers the steps")]
    [InlineData("\"id\":\"9\"", "\"id\":\"7\"", "two tracks")]
    [InlineData("\"ego_id\":\"7\"", "\"ego_id\":\"none\"", "no track has that id")]
    [InlineData("\"length_m\":4,", "\"length_m\":0,", "positive length")]
    [InlineData("\"steer_rad\":[0.02,", "\"steer_rad\":[", "different lengths")]
    [InlineData("\"changes\":[{\"step\":0", "\"changes\":[{\"step\":6", "in order of steps")]
    public void What_does_not_hold_together_is_refused(string from, string to, string part)
    {
        Assert.Contains(from, Good, StringComparison.Ordinal);
        int at = Good.IndexOf(from, StringComparison.Ordinal);
        byte[] bad = Encoding.UTF8.GetBytes(Good[..at] + to + Good[(at + from.Length)..]);
        Assert.Contains(part, Assert.Throws<InputException>(() => LogFiles.Read(bad, "bad.recording.json")).Message, StringComparison.Ordinal);
    }
}
