using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sim.Formats.Mcap;
using Sim.Host;
using Sim.Host.Store;
using Sim.Plugins.Sdk;
using Sim.Simulation;
using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>A driver that never answers the same way twice, in the embedded engine.</summary>
public sealed partial class NoisyDriverTests : IDisposable
{
    private const int Cases = 100;
    private readonly FakeWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_hundred_cases_replay_to_the_byte_and_live_names_where_they_part()
    {
        _world.Catalog.Add<IDriver>(new NoisyDriver());
        _world.Catalog.Add<ISimulator>(new EmbeddedSimulator());
        File.WriteAllText(_world.At("noisy.yaml"), $"schema: 1\nsuite: noisy\nseed: 7\ndriver: noisy\nsimulator: embedded\nassess: [ fake ]\ncases: [ {{ name: a, from: {{ fake: {Cases} }} }} ]\n");

        Assert.Equal(0, _world.Sim("run", "noisy.yaml", "--out", "r"));
        string[] ids = [.. Directory.GetDirectories(_world.At("r", "cases")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
        Assert.Equal(Cases, ids.Length);
        var fields = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string id in ids)
        {
            Assert.True(_world.Sim("replay", id, "--run", "r", "--out", $"same/{id}.mcap") == 0, _world.Error);
            Assert.Equal(_world.Bytes("r", "cases", id, "recording.mcap"), _world.Bytes("same", $"{id}.mcap"));

            Assert.Equal(1, _world.Sim("replay", id, "--run", "r", "--live", "--json", "--out", $"live/{id}.mcap"));
            fields.Add(Verified(id, JsonNode.Parse(_world.Out)!));
        }

        Assert.Contains("answer.debug.signals[noise]", fields);
        Assert.Contains("answer.controls.accel_mps2", fields);
        Assert.Contains("answer.plan[1].y", fields);
    }

    [Fact]
    public void A_file_for_the_new_recording_must_be_new()
    {
        Assert.Equal(0, _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 1 } } ]"), "--out", "r"));
        string id = Path.GetFileName(Directory.GetDirectories(_world.At("r", "cases"))[0]);

        Assert.Equal(0, _world.Sim("replay", id, "--run", "r", "--json", "--out", "again.mcap"));
        var report = JsonNode.Parse(_world.Out)!;
        Assert.Equal((true, false, id), ((bool)report["identical"]!, (bool)report["live"]!, (string)report["case"]!));
        Assert.Null(report["field"]);
        Assert.Equal(2, _world.Sim("replay", id, "--run", "r", "--out", "again.mcap"));
    }

    /// <summary>Walks both recordings without the code under test and holds its report against what it finds; gives the field.</summary>
    private string Verified(string id, JsonNode report)
    {
        var recorded = RecordingMcap.Read(_world.Bytes("r", "cases", id, "recording.mcap"), "recorded");
        var now = RecordingMcap.Read(_world.Bytes("live", $"{id}.mcap"), "live");
        Assert.False((bool)report["identical"]!);
        string field = (string)report["field"]!;

        // The only thing that is not reproducible is the driver, so the first answer that differs is the first difference.
        int step = Enumerable.Range(0, recorded.Answers.Count).First(i => Json(recorded.Answers[i]) != Json(now.Answers[i]));
        Assert.Equal(recorded.Answers[step].Step, (int)report["first_step"]!);
        Assert.Equal(recorded.Answers[step].Step / 10.0, (double)report["time_s"]!);
        for (int i = 0; i <= recorded.Answers[step].Step; i++)
        {
            Assert.Equal(recorded.Ego()!.At(i), now.Ego()!.At(i));
        }

        double one = Value(Json(recorded.Answers[step]), field);
        double other = Value(Json(now.Answers[step]), field);
        Assert.NotEqual(one, other);
        Assert.Equal(one, (double)report["recorded"]!);
        Assert.Equal(other, (double)report["now"]!);
        // Only y differs in these plans, so the distance of the points is the difference of y.
        Assert.Equal(Math.Abs(one - other), (double)report["difference"]!, 15);
        Assert.Contains($"differs at step {recorded.Answers[step].Step} (", _world.Error, StringComparison.Ordinal);
        Assert.Contains($"{field} is ", _world.Error, StringComparison.Ordinal);

        var commands = Enumerable.Range(0, recorded.Answers.Count).Where(i => Json(Plain(recorded.Answers[i])) != Json(Plain(now.Answers[i]))).ToList();
        bool debugFirst = commands.Count == 0 || commands[0] > step;
        Assert.Equal(debugFirst, field.StartsWith("answer.debug", StringComparison.Ordinal));
        Assert.Equal(debugFirst && commands.Count > 0 ? recorded.Answers[commands[0]].Step : null, (int?)report["beyond_debug"]?["first_step"]);
        return field;
    }

    private static RecordedAnswer Plain(RecordedAnswer answer) => answer with { Answer = answer.Answer with { Debug = null } };

    private static string Json(RecordedAnswer answer) => JsonSerializer.Serialize(answer.Answer, SimJson.Default.DriverAnswer);

    private static double Value(string answer, string path)
    {
        var node = JsonNode.Parse(answer)!;
        foreach (Match part in Part().Matches(path["answer".Length..]))
        {
            string name = part.Groups[1].Value, index = part.Groups[2].Value;
            node = name.Length > 0 ? node[name]!
                : int.TryParse(index, CultureInfo.InvariantCulture, out int i) ? node[i]!
                : node.AsArray().Single(n => (string)n!["name"]! == index)!;
        }

        return (double)(node is JsonObject signal ? signal["value"]! : node);
    }

    [GeneratedRegex(@"\.([a-z0-9_]+)|\[([^\]]+)\]")]
    private static partial Regex Part();
}
