using System.Text.Json;
using Sim.Formats.Mcap;
using Sim.Plugins.Retrieval.Commands;
using Sim.Plugins.Retrieval.Evaluating.Manoeuvres;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Retrieval;

public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-retrieval-").FullName;

    private string Index => Path.Combine(_folder, "index");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Recordings_are_added_listed_counted_and_found_by_file_and_by_tag()
    {
        string clips = Clips("cut-in", "u-turn", "following");
        var (code, _, said) = Run("add", Index, clips);
        Assert.Equal(ExitCode.Passed, code);
        Assert.Contains("3/3", said, StringComparison.Ordinal);
        Assert.Contains("known already", Run("add", Index, clips).Error, StringComparison.Ordinal);

        using var list = Json("list", Index, "--json");
        Assert.Equal(3, list.RootElement.GetProperty("sources").GetArrayLength());
        using var tags = Json("tags", Index, "--json");
        Assert.True(tags.RootElement.GetProperty("tags").EnumerateArray().Single(t => t.GetProperty("tag").GetString() == "u-turn").GetProperty("scenes").GetInt32() > 0);

        using var like = Json("find", Index, "--like", Path.Combine(clips, "u-turn.mcap"), "--count", "2", "--json");
        var first = like.RootElement.GetProperty("scenes")[0];
        Assert.Equal("../clips/u-turn.mcap", first.GetProperty("file").GetString());
        Assert.Equal(2, like.RootElement.GetProperty("scenes").GetArrayLength());
        using var tag = Json("find", Index, "--like", "cut-in", "--json");
        var doing = Assert.Single(tag.RootElement.GetProperty("scenes").EnumerateArray());
        Assert.Equal(("../clips/cut-in.mcap", "m"), (doing.GetProperty("file").GetString(), doing.GetProperty("actor_ids")[0].GetString()));
        Assert.Contains("u-turn.mcap", Run("find", Index, "--like", "u-turn").Out, StringComparison.Ordinal);
        Assert.Contains("cut-in", Run("tags", Index).Out, StringComparison.Ordinal);
        Assert.Contains("following.mcap", Run("list", Index).Out, StringComparison.Ordinal);
        Assert.Contains("became 1", Run("compact", Index).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_recording_does_not_keep_out_the_others()
    {
        string clips = Clips("straight");
        File.WriteAllText(Path.Combine(clips, "a.xml"), "<commonRoad/>");
        File.WriteAllText(Path.Combine(clips, "b.mcap"), "nonsense");
        var (code, _, error) = Run("add", Index, clips);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("b.mcap", error, StringComparison.Ordinal);
        Assert.Contains("of 1 files", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_folder_gives_its_recordings_and_not_its_report()
    {
        string clips = Clips("following");
        File.WriteAllText(Path.Combine(clips, "run.json"), "{}");
        File.WriteAllText(Path.Combine(clips, "junit.xml"), "<testsuites/>");
        Assert.Equal((ExitCode.Passed, true), (Run("add", Index, clips).Code, Directory.Exists(Index)));
    }

    [Fact]
    public void A_map_with_two_lanes_of_one_id_keeps_its_recording_out()
    {
        string clips = Clips("following");
        var broken = ManoeuvreSynthesiser.Draw("u-turn", 3).Recording;
        using (var stream = File.Create(Path.Combine(clips, "broken.mcap")))
        {
            RecordingMcap.Write(broken with { Map = broken.Map with { Lanes = [.. broken.Map.Lanes, broken.Map.Lanes[0]] } }, stream);
        }

        var (code, _, error) = Run("add", Index, clips);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("broken.mcap", error, StringComparison.Ordinal);
        Assert.Contains("of 1 files", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("needs what to do")]
    [InlineData("did you mean 'find'", "fnd", "index")]
    [InlineData("needs files", "add", "index")]
    [InlineData("--like", "find", "index")]
    [InlineData("'--like'", "find", "index", "--lik", "x")]
    [InlineData("takes a number", "find", "index", "--like", "u-turn", "--count", "0")]
    [InlineData("needs a value", "find", "index", "--like")]
    [InlineData("no index", "tags", "nowhere")]
    [InlineData("no index", "compact", "nowhere")]
    [InlineData("no such file", "add", "index", "nowhere")]
    public void Wrong_words_are_refused_with_what_to_do(string part, params string[] arguments) =>
        Assert.Contains(part, Assert.Throws<InputException>(() => Run(arguments)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_tag_names_the_nearest()
    {
        Run("add", Index, Clips("straight"));
        Assert.Contains("'u-turn'", Assert.Throws<InputException>(() => Run("find", Index, "--like", "u-trun")).Message, StringComparison.Ordinal);
    }

    private static JsonDocument Json(params string[] arguments) => JsonDocument.Parse(Run(arguments).Out);

    private static (int Code, string Out, string Error) Run(params string[] arguments)
    {
        var console = new Console();
        int code = new RetrievalCommand().Run(arguments, console, TestContext.Current.CancellationToken);
        return (code, console.Out.ToString()!, console.Error.ToString()!);
    }

    private string Clips(params string[] kinds)
    {
        string clips = Directory.CreateDirectory(Path.Combine(_folder, "clips")).FullName;
        foreach (string kind in kinds)
        {
            using var stream = File.Create(Path.Combine(clips, kind + ".mcap"));
            RecordingMcap.Write(ManoeuvreSynthesiser.Draw(kind, 3).Recording, stream);
        }

        return clips;
    }

    private sealed class Console : ICommandConsole
    {
        public TextWriter Out { get; } = new StringWriter();

        public TextWriter Error { get; } = new StringWriter();
    }
}
