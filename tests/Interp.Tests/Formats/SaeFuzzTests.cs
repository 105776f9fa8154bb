using Sim.Interp.Formats;
using Sim.Numerics.Weights;
using Sim.Tests.Interp.Formats;

namespace Sim.Tests.Fuzz;

public sealed class SaeFuzzTests
{
    private static readonly string[] Tokens =
    [
        "\"architecture\"", "\"topk\"", "\"jumprelu\"", "\"gated\"", "\"k\":3,", "\"d_in\":4,", "\"d_sae\":6,", "null", "true", "\"True\"", "1e308", "{", "}", "[", "]", ",", "\\ud800", "\"hook_z\"", "\"dict_class\":\"AutoEncoderTopK\",", "\"transcode\":true,",
    ];

    [Theory]
    [InlineData("saelens", SaeArchitecture.Standard)]
    [InlineData("sparsify", SaeArchitecture.TopK)]
    [InlineData("dictionary-learning", SaeArchitecture.Matryoshka)]
    [InlineData("batchtopk", SaeArchitecture.Standard)]
    public void Damaged_configurations_are_read_or_refused(string format, SaeArchitecture architecture)
    {
        string folder = Directory.CreateTempSubdirectory("sim-sae-").FullName;
        SaeFormats.Write(SaeSamples.Make(architecture, change: t => _ = format != "sparsify" || t.Remove("threshold")), folder, format);
        var configs = new Mutator(0x5AE, [File.ReadAllBytes(Directory.GetFiles(folder, "*.json").Single())], Tokens);
        byte[] weights = File.ReadAllBytes(Directory.GetFiles(folder).Single(f => !f.EndsWith(".json", StringComparison.Ordinal)));
        Action<SaeConfig> read = format switch
        {
            "saelens" => c => SaeLensFolder.Read(c, SafetensorsFile.Read(weights, "fuzz.safetensors")),
            "sparsify" => c => SparsifyFolder.Read(c, SafetensorsFile.Read(weights, "fuzz.safetensors")),
            "dictionary-learning" => c => DictionaryLearningFolder.Read(c, TorchFile.Read(weights, "fuzz.pt")),
            _ => c => BatchTopKFolder.Read(c, TorchFile.Read(weights, "fuzz.pt")),
        };
        FuzzRun.Check("fuzz.", configs.Make, bytes => read(SaeConfig.Read(bytes, "fuzz.json")), lines: false, input => (64L * input.Length) + (2 << 20));
    }

    [Fact]
    public void Damaged_features_are_read_or_refused()
    {
        var json = new Mutator(0x5AF, ["""{"modelId":"m","layer":"6-res","index":"650","activations":[{"tokens":["a","b"],"values":[0,2.5]}],"explanations":[{"description":"d"}],"pos_str":["a"]}"""u8.ToArray()], Tokens);
        FuzzRun.Check("fuzz.json", json.Make, bytes => NeuronpediaFeature.Read(bytes, "fuzz.json"), lines: false, input => (64L * input.Length) + (2 << 20));
        var lists = new Mutator(0x5B0, ["""{"top_4_features":[5,2,9,7],"diffs":[1.5,0.25,0.125,-1]}"""u8.ToArray()], Tokens);
        FuzzRun.Check("fuzz.json", lists.Make, bytes => SaegisFeatures.Read(bytes, "fuzz.json"), lines: false, input => (128L * input.Length) + (2 << 20));
    }
}
