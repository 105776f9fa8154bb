using Sim.Interp.Formats;
using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Tests.Interp.Formats;

public sealed class SaeRefusalTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-sae-").FullName;

    [Theory]
    [InlineData("saelens", "\"d_in\": 4", "\"d_in\": 5", "'W_enc'")]
    [InlineData("saelens", "\"d_in\": 4", "\"d_in\": -4", "whole number from 0")]
    [InlineData("saelens", "\"d_in\": 4", "\"d_in\": 1e308", "whole number from 0")]
    [InlineData("saelens", "\"d_in\": 4,", "", "no 'd_in'")]
    [InlineData("saelens", "\"d_in\": 4,", "\"d_in\": 4, \"d_in\": 4,", "no JSON")]
    [InlineData("saelens", "\"standard\"", "\"temporal\"", "'temporal'")]
    [InlineData("saelens", "\"standard\"", "\"gated\"", "'b_gate'")]
    [InlineData("saelens", "\"standard\"", "\"topk\"", "k is missing")]
    [InlineData("saelens", "\"standard\"", "\"jumprelu\"", "'log_threshold'")]
    [InlineData("saelens", "\"architecture\": \"standard\"", "\"activation_fn\": \"tanh-relu\"", "'tanh-relu'")]
    [InlineData("saelens", "\"architecture\": \"standard\"", "\"k\": 3", "k is 3")]
    [InlineData("saelens", "\"reshape_activations\": \"none\"", "\"reshape_activations\": \"hook_x\"", "'hook_x'")]
    [InlineData("saelens", "\"normalize_activations\": \"none\"", "\"normalize_activations\": \"rms\"", "'rms'")]
    [InlineData("saelens", "\"apply_b_dec_to_input\": true", "\"apply_b_dec_to_input\": 1", "true or false")]
    [InlineData("saelens", "\"metadata\": {", "\"metadata\": [{}], \"x\": {", "expected an object")]
    [InlineData("dictionary-learning", "\"AutoEncoder\"", "\"CrossCoder\"", "'CrossCoder'")]
    [InlineData("dictionary-learning", "\"AutoEncoder\"", "\"AutoEncoderTopK\"", "'b_dec'")]
    [InlineData("dictionary-learning", "\"dict_class\": \"AutoEncoder\",", "", "cannot be told apart")]
    [InlineData("dictionary-learning", "\"trainer\"", "\"trainers\"", "no 'trainer'")]
    [InlineData("batchtopk", "\"vanilla\"", "\"top_afa\"", "'top_afa'")]
    [InlineData("batchtopk", "\"sae_type\": \"vanilla\",", "", "missing")]
    public void Configurations_that_do_not_hold_are_refused_with_what_was_found(string format, string said, string damaged, string expected)
    {
        SaeFormats.Write(SaeSamples.Make(SaeArchitecture.Standard), _folder, format);
        string path = Directory.GetFiles(_folder, "*.json").Single(), json = File.ReadAllText(path);
        Assert.Contains(said, json, StringComparison.Ordinal);
        File.WriteAllText(path, json.Replace(said, damaged, StringComparison.Ordinal));
        Assert.Contains(expected, Assert.Throws<InputException>(() => SaeFormats.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"topk\"", "\"groupmax\"", "'groupmax'")]
    [InlineData("\"num_latents\": 6", "\"num_latents\": 7", "7 features")]
    [InlineData("\"num_latents\": 6", "\"num_latents\": 0", "4 features")]
    [InlineData("\"k\": 3", "\"k\": 7", "k is 7")]
    [InlineData("\"k\": 3,", "", "no 'k'")]
    [InlineData("\"skip_connection\": false", "\"skip_connection\": true", "'W_skip'")]
    public void Configurations_of_sparsify_that_do_not_hold_are_refused(string said, string damaged, string expected)
    {
        SaeFormats.Write(SaeSamples.Make(SaeArchitecture.TopK, change: t => t.Remove("threshold")), _folder, "sparsify");
        string path = Path.Combine(_folder, "cfg.json"), json = File.ReadAllText(path);
        Assert.Contains(said, json, StringComparison.Ordinal);
        File.WriteAllText(path, json.Replace(said, damaged, StringComparison.Ordinal));
        Assert.Contains(expected, Assert.Throws<InputException>(() => SaeFormats.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_that_nobody_knows_or_that_are_not_finite_are_refused()
    {
        var sample = SaeSamples.Make(SaeArchitecture.Standard);
        Assert.Contains("'W_dek'", Read(w => w.Add("W_dek", new Tensor(1))), StringComparison.Ordinal);
        Assert.Contains("'scaling_factor'", Read(w => w.Add("scaling_factor", SaeSamples.Random(1, 6))), StringComparison.Ordinal);
        sample["b_enc"].Values[2] = float.NaN;
        Assert.Contains("'b_enc' holds a number that is not finite", Read(_ => { }), StringComparison.Ordinal);

        string Read(Action<SafetensorsWriter> add)
        {
            SaeFormats.Write(sample, _folder, "saelens");
            var writer = new SafetensorsWriter();
            foreach (string name in new[] { "W_enc", "W_dec", "b_enc", "b_dec" })
            {
                writer.Add(name, sample[name]);
            }

            add(writer);
            writer.Save(Path.Combine(_folder, "sae_weights.safetensors"));
            return Assert.Throws<InputException>(() => SaeFormats.Read(_folder)).Message;
        }
    }

    [Fact]
    public void Sizes_without_numbers_allocate_nothing()
    {
        // No bytes at all, but a billion features by the shape and by the configuration.
        var config = SaeConfig.Read("""{"sae_type":"topk","act_size":0,"dict_size":1000000000,"top_k":1}"""u8.ToArray(), "c.json");
        var writer = new TorchWriter();
        writer.Add("W_enc", new Tensor(0, 1_000_000_000));
        writer.Add("W_dec", new Tensor(1_000_000_000, 0));
        writer.Add("b_dec", new Tensor(0));
        using var stream = new MemoryStream();
        writer.Write(stream);
        using var file = TorchFile.Read(stream.ToArray(), "w.pt");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InputException>(() => BatchTopKFolder.Read(config, file));
        Assert.Throws<InputException>(() => new SaeCheckpoint(SaeArchitecture.Standard, new(), new Dictionary<string, Tensor> { ["W_enc"] = new(0, 1_000_000_000), ["W_dec"] = new(1_000_000_000, 0) }));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void What_a_format_cannot_say_is_not_written()
    {
        var scaled = new SaeConventions { Scaling = InputScaling.ConstantNorm };
        Refused("dictionary-learning", SaeSamples.Make(SaeArchitecture.Standard, scaled), "scale");
        Refused("batchtopk", SaeSamples.Make(SaeArchitecture.Standard, scaled), "standardising");
        Refused("sparsify", SaeSamples.Make(SaeArchitecture.Gated), "TopK");
        Refused("batchtopk", SaeSamples.Make(SaeArchitecture.Gated), "no such architecture");
        Refused("batchtopk", SaeSamples.Make(SaeArchitecture.TopK), "no encoder bias");
        Refused("saelens", SaeSamples.Make(SaeArchitecture.BatchTopK, change: t => t.Remove("threshold")), "no learned threshold");
        Refused("saelens", SaeSamples.Make(SaeArchitecture.BatchTopK, change: t => t["threshold"] = Tensor.Wrap([-1f])), "never learned");
        Refused("dictionary-learning", SaeSamples.Make(SaeArchitecture.BatchTopK, new SaeConventions { K = 2.5 }), "whole number");
        Refused("qwen-scope", SaeSamples.Make(SaeArchitecture.TopK), "negative");
        Refused("onnx", SaeSamples.Make(SaeArchitecture.TopK), "'onnx'");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));

        void Refused(string format, SaeCheckpoint checkpoint, string reason) =>
            Assert.Contains(reason, Assert.Throws<InputException>(() => SaeFormats.Write(checkpoint, Path.Combine(_folder, "out"), format)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_without_files_or_with_those_of_two_formats_are_refused()
    {
        Assert.Contains("no autoencoder is there", Assert.Throws<InputException>(() => SaeFormats.Read(_folder)).Message, StringComparison.Ordinal);
        var sample = SaeSamples.Make(SaeArchitecture.Standard);
        SaeFormats.Write(sample, _folder, "batchtopk");
        SaeFormats.Write(sample, _folder, "dictionary-learning");
        Assert.Contains("dictionary-learning and batchtopk", Assert.Throws<InputException>(() => SaeFormats.Read(_folder)).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => SaeFormats.Read(_folder, "saelens"));
        Assert.Throws<InputException>(() => SaeFormats.Read(Path.Combine(_folder, "config.json")));
    }

    [Theory]
    [InlineData("""{"top_2_features":[1,2],"diffs":[1]}""", "2 features and 1 differences")]
    [InlineData("""{"top_2_features":[1,1],"diffs":[1,0]}""", "there twice")]
    [InlineData("""{"top_2_features":[1,2],"diffs":[0,1]}""", "larger than the one before")]
    [InlineData("""{"top_2_features":[1,-2],"diffs":[1,0]}""", "no index")]
    [InlineData("""{"features":[1],"diffs":[1]}""", "top_N_features")]
    [InlineData("""{"top_1_features":[1]}""", "'diffs'")]
    [InlineData("""[]""", "expected an object")]
    public void Lists_of_features_that_do_not_hold_are_refused(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => SaegisFeatures.Read(System.Text.Encoding.UTF8.GetBytes(json), "f.json")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"layer":"x","index":1}""", "'modelId'")]
    [InlineData("""{"modelId":"m","layer":"x","index":"1.5"}""", "whole number")]
    [InlineData("""{"modelId":"m","layer":"x","index":"1","activations":[{"tokens":["a"],"values":[]}]}""", "1 tokens and 0 values")]
    [InlineData("""{"modelId":"m","layer":"x","index":"1","activations":[{"tokens":["\ud800"],"values":[1]}]}""", "no Unicode")]
    [InlineData("""{"modelId":"m","layer":"x","index":"1","explanations":[{}]}""", "'description'")]
    public void Features_of_Neuronpedia_that_do_not_hold_are_refused(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => NeuronpediaFeature.Read(System.Text.Encoding.UTF8.GetBytes(json), "f.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void Tensors_of_adapters_that_belong_to_no_site_are_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "adapter_config.json"), """{"k": 2}""");
        foreach (var (name, expected) in new[] { ("x.lora_A.weight", "no meaning"), ("sae_b_dec", "no meaning"), ("x.sae_b_dec", "no tensor 'b_dec'|the encoder") })
        {
            var writer = new SafetensorsWriter();
            writer.Add(name, new Tensor(3));
            writer.Save(Path.Combine(_folder, "adapter_model.safetensors"));
            string message = Assert.Throws<InputException>(() => SaegisAdapterFolder.Read(_folder)).Message;
            Assert.Contains(expected.Split('|'), e => message.Contains(e, StringComparison.Ordinal));
        }
    }
}
