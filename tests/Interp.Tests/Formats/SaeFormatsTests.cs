using System.Text.Json;
using Sim.Interp.Formats;
using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Tests.Interp.Formats;

public sealed class SaeFormatsTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-sae-").FullName;

    public static TheoryData<string, SaeArchitecture> Said => new()
    {
        { "saelens", SaeArchitecture.Standard }, { "saelens", SaeArchitecture.Gated }, { "saelens", SaeArchitecture.JumpRelu },
        { "dictionary-learning", SaeArchitecture.Standard }, { "dictionary-learning", SaeArchitecture.Gated }, { "dictionary-learning", SaeArchitecture.TopK },
        { "dictionary-learning", SaeArchitecture.BatchTopK }, { "dictionary-learning", SaeArchitecture.Matryoshka },
        { "batchtopk", SaeArchitecture.Standard },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void What_a_format_can_say_comes_back_whole_and_in_the_same_bytes(string format, SaeArchitecture architecture)
    {
        var before = SaeSamples.Make(architecture);
        SaeFormats.Write(before, _folder, format);
        Assert.Equal(format, SaeFormats.Detect(_folder));
        var after = SaeFormats.Read(_folder);
        Same(before, after);
        Assert.Empty(after.Notes);
        string again = _folder + "-again";
        SaeFormats.Write(after, again, format);
        foreach (string file in Directory.GetFiles(_folder))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(again, Path.GetFileName(file))));
        }
    }

    [Fact]
    public void TopK_goes_through_sparsify_and_back()
    {
        var before = SaeSamples.Make(SaeArchitecture.TopK, change: t => t.Remove("threshold"));
        SaeFormats.Write(before, _folder, "sparsify");
        Same(before, SaeFormats.Read(_folder));
        using var file = SafetensorsFile.Open(Path.Combine(_folder, "sae.safetensors"));
        Assert.Equal([6, 4], file["encoder.weight"].Shape.ToArray());
        Assert.Equal(before["W_enc"][1, 5], file.ReadFloat("encoder.weight")[5, 1]);
    }

    [Fact]
    public void A_skip_transcoder_of_two_widths_goes_through_sparsify_and_SAELens()
    {
        var before = SaeSamples.Make(SaeArchitecture.TopK, new SaeConventions { K = 2, CentreInput = false }, Skip, output: 5);
        SaeFormats.Write(before, _folder, "sparsify");
        Same(before, SaeFormats.Read(_folder));
        Assert.Contains("transcoders", Assert.Throws<InputException>(() => SaeFormats.Write(before, _folder, "saelens")).Message, StringComparison.Ordinal);

        var jump = SaeSamples.Make(SaeArchitecture.JumpRelu, new SaeConventions { CentreInput = false }, t => t["W_skip"] = SaeSamples.Random(9, 5, 4), output: 5);
        SaeFormats.Write(jump, _folder + "-2", "saelens");
        Same(jump, SaeFormats.Read(_folder + "-2"));

        static void Skip(Dictionary<string, Tensor> tensors)
        {
            tensors.Remove("threshold");
            tensors["W_skip"] = SaeSamples.Random(9, 5, 4);
        }
    }

    [Fact]
    public void Norms_and_thresholds_are_folded_for_SAELens_without_changing_what_the_model_does()
    {
        foreach (var (before, into) in new[]
        {
            (SaeSamples.Make(SaeArchitecture.TopK, new SaeConventions { K = 2, RescaleByDecoderNorm = true }, t => t.Remove("threshold")), SaeArchitecture.TopK),
            (SaeSamples.Make(SaeArchitecture.BatchTopK, new SaeConventions { K = 2.5, RescaleByDecoderNorm = true }), SaeArchitecture.JumpRelu),
            (SaeSamples.Make(SaeArchitecture.Matryoshka), SaeArchitecture.JumpRelu),
        })
        {
            SaeFormats.Write(before, _folder, "saelens");
            var after = SaeFormats.Read(_folder);
            Assert.Equal(into, after.Architecture);
            Assert.False(after.Conventions.RescaleByDecoderNorm);
            var x = SaeSamples.Random(20, 50, SaeSamples.Width);
            int active = 0;
            for (int r = 0; r < x.Rows; r++)
            {
                float[] expected = SaeSamples.Run(before, x.Row(r)), found = SaeSamples.Run(after, x.Row(r));
                active += expected.AsSpan().SequenceEqual(before["b_dec"].Values) ? 0 : 1;
                Assert.All(expected.Zip(found), p => Assert.Equal(p.First, p.Second, 1e-4f));
            }

            Assert.InRange(active, 20, 50);
        }
    }

    [Fact]
    public void JumpRelu_goes_through_the_logarithms_of_the_BatchTopK_repository()
    {
        var before = SaeSamples.Make(SaeArchitecture.JumpRelu, new SaeConventions { Scaling = InputScaling.LayerNorm });
        SaeFormats.Write(before, _folder, "batchtopk");
        var after = SaeFormats.Read(_folder);
        Assert.Equal(before.Conventions, after.Conventions with { GroupSizes = before.Conventions.GroupSizes });
        Assert.All(before["threshold"].Values.ToArray().Zip(after["threshold"].Values.ToArray()), p => Assert.Equal(p.First, p.Second, 1e-6f));
    }

    [Fact]
    public void Qwen_Scope_and_adapters_keep_negative_codes()
    {
        var raw = SaeSamples.Make(SaeArchitecture.TopK, new SaeConventions { K = 3, Rectify = false, CentreInput = false }, t => t.Remove("threshold"));
        string path = Path.Combine(_folder, "layer3.sae.pt");
        SaeFormats.Write(raw, path, "qwen-scope");
        using (var file = TorchFile.Open(path))
        {
            Assert.Equal([6, 4], file["W_enc"].Shape.ToArray());
            Assert.Equal([4, 6], file["W_dec"].Shape.ToArray());
        }

        Same(raw, SaeFormats.Read(path, k: 3), metadata: false);
        Assert.Contains("do not say k", Assert.Throws<InputException>(() => SaeFormats.Read(path)).Message, StringComparison.Ordinal);
        foreach (string format in new[] { "saelens", "sparsify", "dictionary-learning", "batchtopk" })
        {
            Assert.Throws<InputException>(() => SaeFormats.Write(raw, _folder, format));
        }

        var site = SaeSamples.Make(SaeArchitecture.TopK, new SaeConventions { K = 3, Rectify = false }, t => t["b_enc"] = t.Remove("threshold") ? new Tensor(SaeSamples.Features) : t["b_enc"]);
        SaegisAdapterFolder.Write([new("base_model.model.visual.merger.mlp.2", "sae", site), new("base_model.model.visual.blocks.0.mlp.down_proj", "", site)], _folder);
        var sites = SaegisAdapterFolder.Read(_folder);
        Assert.Equal([("base_model.model.visual.blocks.0.mlp.down_proj", ""), ("base_model.model.visual.merger.mlp.2", "sae")], sites.Select(s => (s.Site, s.Adapter)));
        Assert.All(sites, s => Same(site, s.Checkpoint));
    }

    [Theory]
    [InlineData("""{"d_in":4,"d_sae":6,"hook_point":"blocks.2.hook_resid_pre","hook_point_layer":2,"activation_fn_str":"topk","activation_fn_kwargs":{"k":2},"normalize_activations":true}""", SaeArchitecture.TopK, 2.0, true, InputScaling.ExpectedAverage)]
    [InlineData("""{"architecture":"standard","d_in":4,"d_sae":6,"hook_name":"blocks.2.hook_resid_pre","activation_fn_str":"topk","activation_fn_kwargs":{"k":2},"apply_b_dec_to_input":false,"normalize_activations":"layer_norm"}""", SaeArchitecture.TopK, 2.0, false, InputScaling.LayerNorm)]
    [InlineData("""{"d_in":4,"d_sae":6,"hook_point":"blocks.2.hook_resid_pre","normalize_activations":false,"dtype":"torch.float32"}""", SaeArchitecture.Standard, null, true, InputScaling.None)]
    [InlineData("""{"architecture":"topk","d_in":4,"d_sae":6,"k":2,"apply_b_dec_to_input":true,"normalize_activations":"constant_norm_rescale","reshape_activations":"hook_z","metadata":{"hook_name":"blocks.2.hook_resid_pre"}}""", SaeArchitecture.TopK, 2.0, true, InputScaling.ConstantNorm)]
    public void Configurations_of_SAELens_before_and_after_version_6_say_the_same(string json, SaeArchitecture architecture, double? k, bool centre, InputScaling scaling)
    {
        SaeFormats.Write(SaeSamples.Make(SaeArchitecture.Standard), _folder, "saelens");
        File.WriteAllText(Path.Combine(_folder, "cfg.json"), json);
        var read = SaeFormats.Read(_folder);
        Assert.Equal((architecture, k, centre, scaling), (read.Architecture, read.Conventions.K, read.Conventions.CentreInput, read.Conventions.Scaling));
        Assert.Equal("blocks.2.hook_resid_pre", read.Metadata["hook_name"]);
        Assert.Equal(json.Contains("hook_z", StringComparison.Ordinal), read.Conventions.HeadsConcatenated);
        Assert.Equal(json.Contains("apply_b_dec", StringComparison.Ordinal), !read.Notes.Any(n => n.Contains("apply_b_dec", StringComparison.Ordinal)));
    }

    [Fact]
    public void Matrices_that_are_turned_are_told_by_their_shapes()
    {
        var sample = SaeSamples.Make(SaeArchitecture.Standard);
        SaeFormats.Write(sample, _folder, "saelens");
        var writer = new SafetensorsWriter();
        writer.Add("W_enc", SaeSamples.Random(1, 6, 4));
        writer.Add("W_dec", SaeSamples.Random(2, 4, 6));
        writer.Add("b_enc", sample["b_enc"]);
        writer.Add("b_dec", sample["b_dec"]);
        writer.Save(Path.Combine(_folder, "sae_weights.safetensors"));
        var read = SaeFormats.Read(_folder);
        Assert.Equal(2, read.Notes.Count(n => n.Contains("turned", StringComparison.Ordinal)));
        Assert.Equal(SaeSamples.Random(1, 6, 4)[5, 3], read["W_enc"][3, 5]);
        Assert.Equal(read["W_enc"][3, 5], read.EncoderRows()[5, 3]);
        Assert.Equal(SaeSamples.Random(2, 4, 6)[3, 5], read["W_dec"][5, 3]);
    }

    [Fact]
    public void A_square_matrix_is_turned_as_its_format_says()
    {
        var tensors = new Dictionary<string, Tensor> { ["W_enc"] = SaeSamples.Random(1, 4, 4), ["W_dec"] = SaeSamples.Random(2, 4, 4) };
        var before = new SaeCheckpoint(SaeArchitecture.TopK, new SaeConventions { K = 1 }, tensors);
        foreach (string format in new[] { "saelens", "sparsify", "dictionary-learning", "batchtopk" })
        {
            string folder = _folder + format;
            SaeFormats.Write(before, folder, format);
            Assert.Equal(before["W_enc"].Values.ToArray(), SaeFormats.Read(folder)["W_enc"].Values.ToArray());
            Assert.Equal(before["W_dec"].Values.ToArray(), SaeFormats.Read(folder)["W_dec"].Values.ToArray());
        }
    }

    [Fact]
    public void Large_matrices_are_turned_as_small_ones_are()
    {
        var matrix = SaeSamples.Random(3, 70, 45);
        var turned = Turned.Copy(matrix);
        for (int r = 0; r < 70; r++)
        {
            for (int c = 0; c < 45; c++)
            {
                Assert.Equal(matrix[r, c], turned[c, r]);
            }
        }
    }

    [Fact]
    public void Lists_of_features_and_features_of_Neuronpedia_come_back()
    {
        string path = Path.Combine(_folder, "list.json");
        new SaegisFeatures([5, 2, 9], [1.5, 0.25, -1]).Write(path);
        var list = SaegisFeatures.Read(File.ReadAllBytes(path), path);
        Assert.Equal([5, 2, 9], list.Features);
        Assert.Equal([1.5, 0.25, -1.0], list.Differences);
        Assert.Contains("top_3_features", File.ReadAllText(path), StringComparison.Ordinal);

        var json = """{"modelId":"gpt2-small","layer":"6-res-jb","index":"650","activations":[{"tokens":[" a","\n"],"values":[0,2.5],"maxValue":2.5,"extra":1}],"explanations":[{"description":"newlines","typeName":"x"}],"pos_str":["a"],"frac_nonzero":0.5,"vectorLabel":null}"""u8;
        var feature = NeuronpediaFeature.Read(json.ToArray(), "f.json");
        Assert.Equal(("gpt2-small", "6-res-jb", 650, "newlines", "[\"a\"]"), (feature.ModelId, feature.Layer, feature.Index, feature.Explanations[0], feature.Others["pos_str"]));
        feature.Write(path);
        var again = NeuronpediaFeature.Read(File.ReadAllBytes(path), path);
        Assert.Equal([" a", "\n"], again.Activations[0].Tokens);
        Assert.Equal([0, 2.5], again.Activations[0].Values);
        Assert.Equal("0.5", again.Others["frac_nonzero"]);
        using var written = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.Equal("650", written.RootElement.GetProperty("index").GetString());
        Assert.Equal(1, written.RootElement.GetProperty("activations")[0].GetProperty("maxValueTokenIndex").GetInt32());
    }

    private static void Same(SaeCheckpoint before, SaeCheckpoint after, bool metadata = true)
    {
        Assert.Equal(before.Architecture, after.Architecture);
        Assert.Equal(before.Conventions with { GroupSizes = [] }, after.Conventions with { GroupSizes = [] });
        Assert.Equal(before.Conventions.GroupSizes, after.Conventions.GroupSizes);
        Assert.Equal(before.Tensors.Keys.Order(), after.Tensors.Keys.Order());
        foreach (var (name, tensor) in before.Tensors)
        {
            Assert.True(tensor.HasShape(after[name].Shape), name);
            Assert.Equal(tensor.Values.ToArray(), after[name].Values.ToArray());
        }

        Assert.All(metadata ? before.Metadata : new Dictionary<string, string>(), m => Assert.Equal(m.Value, after.Metadata[m.Key]));
    }
}
