using System.Text.Json;
using Sim.Interp.Formats;
using Sim.Interp.Training;

namespace Sim.Tests.SparseAutoencoders;

/// <summary><c>sim sae</c> from activations to figures.</summary>
public sealed class SaeCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-sae-").FullName;

    public SaeCommandTests() => Assert.Equal(ExitCode.Passed, Run("synthetic", "data", "--width", "16", "--tokens", "3000", "--directions", "32", "--active", "3", "--quiet").Code);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("saelens")]
    [InlineData("sparsify")]
    [InlineData("dictionary_learning")]
    public void A_training_gives_a_model_that_is_measured_and_says_what_it_is(string format)
    {
        var trained = Train("model", "--format", format, "--json");
        Assert.Equal(ExitCode.Passed, trained.Code);
        Assert.True(JsonDocument.Parse(trained.Out).RootElement.GetProperty("finished").GetBoolean());
        JsonElement record = JsonDocument.Parse(File.ReadAllText(At("model", "training.json"))).RootElement;
        Assert.Equal("sparsify/topk", record.GetProperty("recipe").GetString());
        Assert.Equal("4", record.GetProperty("options").GetProperty("k").GetString());
        Assert.Equal(3000, record.GetProperty("data").GetProperty("rows").GetInt64());
        Assert.Equal(record.GetProperty("steps").GetInt32(), record.GetProperty("metrics").GetArrayLength());

        var measured = Run("eval", "model", "data", "--json");
        Assert.Equal(ExitCode.Passed, measured.Code);
        JsonElement metrics = JsonDocument.Parse(measured.Out).RootElement.GetProperty("metrics");
        Assert.Equal(3000, metrics.GetProperty("tokens").GetInt64());
        Assert.InRange(metrics.GetProperty("unexplained").GetDouble(), 0.001, 0.8);
        Assert.InRange(metrics.GetProperty("mean_active").GetDouble(), 1, 4);
        Assert.Equal(64, metrics.GetProperty("density").EnumerateArray().Sum(b => b.GetProperty("features").GetInt32()) + metrics.GetProperty("dead").GetInt32());
        Assert.Contains("FVU", Run("eval", "model", "data").Out, StringComparison.Ordinal);
        Assert.Contains("TopK, 64 features of 16 numbers", Run("inspect", "model").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_the_same_keys_trains_the_same_model()
    {
        Train("by-switches");
        File.WriteAllText(At("train.yaml"), "data: data\nrecipe: sparsify/topk\nfeatures: 64\nset: { k: 4, warmup_steps: 5 }\ntokens: 4k\nbatch: 128\nseed: 3\nout: by-file\n");
        Assert.Equal(ExitCode.Passed, Run("train", "train.yaml", "--quiet").Code);
        Assert.Equal(File.ReadAllBytes(At("by-switches", "sae_weights.safetensors")), File.ReadAllBytes(At("by-file", "sae_weights.safetensors")));
        Assert.Equal(File.ReadAllText(At("by-switches", "training.json")), File.ReadAllText(At("by-file", "training.json")));
    }

    [Fact]
    public void A_training_that_was_interrupted_says_so_and_goes_on_to_the_same_bytes()
    {
        Train("whole");
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var stopped = Console.Run(_folder, stop.Token, Words("part", ["--save-every", "7"]));
        Assert.Equal(ExitCode.Interrupted, stopped.Code);
        Assert.False(File.Exists(At("part", "training.json")));
        Assert.Equal(ExitCode.Passed, Train("part", "--resume", "--threads", "1").Code);
        foreach (string file in Directory.EnumerateFiles(At("whole")).Select(f => Path.GetFileName(f)!))
        {
            Assert.Equal(File.ReadAllBytes(At("whole", file)), File.ReadAllBytes(At("part", file)));
        }

        Assert.Contains("another training", Assert.Throws<InputException>(() => Train("part", "--resume", "--set", "auxk_alpha=0.5")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_overwritten_and_wrong_words_are_named()
    {
        Train("model");
        Assert.Contains("nothing is overwritten", Assert.Throws<InputException>(() => Train("model")).Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'sparsify/topk'", Assert.Throws<InputException>(() => Run("train", "data", "--recipe", "sparsify/tpok", "--features", "8", "--tokens", "9", "--out", "x")).Message, StringComparison.Ordinal);
        Assert.Contains("--featurs", Assert.Throws<InputException>(() => Run("train", "data", "--featurs", "8")).Message, StringComparison.Ordinal);
        Assert.Contains("--tokens", Assert.Throws<InputException>(() => Run("train", "data", "--recipe", "sparsify/topk", "--features", "8", "--out", "x")).Message, StringComparison.Ordinal);
        Assert.Contains("1.5M", Assert.Throws<InputException>(() => Run("train", "data", "--recipe", "sparsify/topk", "--features", "8", "--tokens", "-4", "--out", "x")).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("x")));
        Assert.Equal(ExitCode.Passed, Run("--help").Code);
    }

    [Fact]
    public void A_format_that_cannot_hold_the_model_is_refused_before_the_training()
    {
        var error = Assert.Throws<InputException>(() => Run("train", "data", "--recipe", "dictionary_learning/gated", "--features", "32", "--tokens", "100M", "--out", "gated", "--format", "sparsify"));
        Assert.Contains("sparsify", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_converted_model_is_the_same_and_what_is_lost_is_named()
    {
        Train("model");
        var there = Run("convert", "model", "other", "--format", "dictionary_learning");
        Assert.Equal(ExitCode.Passed, there.Code);
        Run("convert", "other", "back", "--format", "saelens");
        SaeCheckpoint before = SaeFormats.Read(At("model")), after = SaeFormats.Read(At("back"));
        Assert.Equal(before["W_enc"].Values.ToArray(), after["W_enc"].Values.ToArray());
        Run("train", "data", "--recipe", "dictionary_learning/batchtopk", "--features", "64", "--set", "k=4", "--tokens", "2k", "--batch", "128", "--out", "batch", "--format", "dictionary_learning", "--quiet");
        Assert.Contains("architecture was BatchTopK and is JumpRelu", Run("convert", "batch", "jump", "--format", "saelens").Error, StringComparison.Ordinal);
        Assert.Contains("nothing is overwritten", Assert.Throws<InputException>(() => Run("convert", "model", "back", "--format", "saelens")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_top_activations_of_a_feature_are_the_largest_codes_and_where_they_lie()
    {
        Train("model");
        using var shards = ActivationShards.Open(At("data"));
        var model = TrainedAutoencoder.From(SaeFormats.Read(At("model")), () => 1);
        var all = new Sim.Numerics.Tensors.Tensor((int)shards.Rows, shards.Width);
        shards.Copy(0, all.Values);
        var codes = model.Run(all).Codes.ToDense();
        int feature = Enumerable.Range(0, 64).MaxBy(f => Enumerable.Range(0, codes.Rows).Count(r => codes[r, f] != 0));
        JsonElement found = JsonDocument.Parse(Run("inspect", "model", "--feature", $"{feature}", "--data", "data", "--count", "3", "--json").Out).RootElement;
        var expected = Enumerable.Range(0, codes.Rows).OrderByDescending(r => codes[r, feature]).Take(3).Select(r => (long)r);
        Assert.Equal(expected, found.GetProperty("top").EnumerateArray().Select(t => t.GetProperty("row").GetInt64()));
        Assert.Equal(Enumerable.Range(0, codes.Rows).Count(r => codes[r, feature] != 0), found.GetProperty("active").GetInt64());
    }

    [Fact]
    public void A_file_of_tensors_alone_is_shown()
    {
        Train("model");
        Assert.Contains("W_dec", Run("inspect", "model/sae_weights.safetensors").Out, StringComparison.Ordinal);
        Run("convert", "model", "dl", "--format", "dictionary_learning");
        Assert.Contains("encoder.weight", Run("inspect", "dl/ae.pt").Out, StringComparison.Ordinal);
        Assert.Contains("activations", Run("inspect", "data/part-00000.safetensors", "--json").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Recipes_are_listed_with_their_options()
    {
        Assert.Contains("sparsify/topk", Run("recipes").Out, StringComparison.Ordinal);
        Assert.Contains("auxk_alpha", Run("recipes", "sparsify/topk").Out, StringComparison.Ordinal);
        Assert.NotEmpty(JsonDocument.Parse(Run("recipes", "--json").Out).RootElement.GetProperty("recipes").EnumerateArray());
    }

    [Fact]
    public void The_self_test_holds() => Assert.All(new Sim.Plugins.SparseAutoencoders.SelfTests.SaeSelfTest().Run(TestContext.Current.CancellationToken), c => Assert.True(c.Holds, $"{c.Name}: {c.Expected} but {c.Found}"));

    private static string[] Words(string name, string[] more) =>
        ["train", "data", "--recipe", "sparsify/topk", "--features", "64", "--set", "k=4", "--set", "warmup_steps=5", "--tokens", "4k", "--batch", "128", "--seed", "3", "--out", name, "--quiet", .. more];

    private (int Code, string Out, string Error) Train(string name, params string[] more) => Run(Words(name, more));

    private (int Code, string Out, string Error) Run(params string[] arguments) => Console.Run(_folder, TestContext.Current.CancellationToken, arguments);

    private string At(params string[] parts) => Path.Combine([_folder, .. parts]);
}
