using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Figures that follow from the formulas of papers.</summary>
[Trait("Topic", "interp")]
public sealed class PaperVectors(ITestOutputHelper output)
{
    [Fact]
    public void AbsTopK() => Check("abstopk", (vectors, report) =>
    {
        TopKAutoencoder model = TopK(vectors, new TopKOptions(K(vectors)) { Rectify = false, Order = RankBy.Magnitude });
        Pass pass = new AbsTopKTrainer(model, new PaperOptions()).Backward(vectors.Tensor("x"));
        vectors.Forward(report, "pre", model.Preactivations(vectors.Tensor("x")));
        vectors.Forward(report, "z", pass.Codes.ToDense());
        vectors.Forward(report, "x_hat", pass.Reconstruction.Value);
        report.Near("abstopk loss", vectors.Json.GetProperty("loss").GetDouble(), pass.Loss.Value.Values[0], 1e-4, 1e-5);
        foreach ((string ours, string theirs) in (ReadOnlySpan<(string, string)>)[("encoder", "W_enc"), ("encoder_bias", "b_enc"), ("decoder", "W_dec"), ("decoder_bias", "b_dec")])
            SaeVectors.Near(report, "abstopk grad." + theirs, theirs == "W_enc" ? vectors.Transposed("grad.W_enc") : vectors.Tensor("grad." + theirs), model[ours].Gradient!, 1e-3, 1e-5);
    });

    [Fact]
    public void Gradient_sae() => Check("g_sae", (vectors, report) =>
    {
        TopKAutoencoder model = TopK(vectors, new TopKOptions(K(vectors)));
        foreach (string name in vectors.Names.Where(n => n.StartsWith("z_beta", StringComparison.Ordinal)))
        {
            string beta = name["z_beta".Length..];
            Tensor codes = GradientSaeTrainer.Select(new Tape(), model, Variable.Constant(vectors.Tensor("x")), vectors.Tensor("grad_x"), double.Parse(beta)).Value.Copy();
            vectors.Forward(report, name, codes);
            vectors.Forward(report, "x_hat_beta" + beta, model.Decode(codes));
        }
    });

    [Fact]
    public void Mutual_and_feature_choice() => Check("mutual_feature_choice", (vectors, report) =>
    {
        Tensor x = vectors.Tensor("x");
        int total = vectors.Json.GetProperty("M_total").GetInt32(), features = vectors.Tensor("W_dec").Rows;
        var mutual = new BatchTopKAutoencoder(
            vectors.Transposed("W_enc"), vectors.Tensor("b_enc"), vectors.Tensor("W_dec"), vectors.Tensor("b_dec"), new BatchTopKOptions((double)total / x.Rows));
        Tensor codes = mutual.EncodeBatch(x);
        vectors.Forward(report, "mc_z", codes);
        vectors.Forward(report, "mc_x_hat", mutual.Decode(codes));

        var model = new FeatureChoiceAutoencoder(vectors.Transposed("W_enc"), vectors.Tensor("b_enc"), vectors.Tensor("W_dec"), vectors.Tensor("b_dec"));
        var tape = new Tape();
        Variable positive = model.Positive(tape, Variable.Constant(x));
        vectors.Forward(report, "fc_uniform_z", FeatureChoice.Keep(tape, positive, FeatureChoice.Budgets(features, x.Rows, total, 0, 0)).Value);
        double[] counts = [.. Enumerable.Range(0, features).Select(f => (double)Enumerable.Range(0, x.Rows).Count(row => positive.Value[row, f] > 0))];
        int[] order = FeatureChoice.Order(counts), byRank = FeatureChoice.Budgets(
            features, x.Rows, total, vectors.Json.GetProperty("zipf").GetProperty("alpha").GetDouble(), vectors.Json.GetProperty("zipf").GetProperty("beta").GetDouble()), budgets = new int[features];
        report.Same("order", string.Join(',', vectors.Numbers("fc_zipf_feature_order")), string.Join(',', order));
        report.Same("budgets", string.Join(',', vectors.Numbers("fc_zipf_m_by_rank")), string.Join(',', byRank));
        for (int rank = 0; rank < features; rank++)
            budgets[order[rank]] = byRank[rank];
        vectors.Forward(report, "fc_zipf_z", FeatureChoice.Keep(tape, positive, budgets).Value);
    });

    [Fact]
    public void Bias_adaptation() => Check("gba_bias_update", (vectors, report) =>
    {
        Tensor preactivations = vectors.Tensor("preacts"), start = vectors.Tensor("b0"), biases = start.Copy();
        int[] groups = [.. vectors.Numbers("group").Select(g => (int)g)];
        var adaptation = new BiasAdaptation(VectorReport.Numbers(vectors.Json.GetProperty("TAF")))
        {
            Rise = vectors.Json.GetProperty("gamma_plus").GetDouble(),
            Fall = vectors.Json.GetProperty("gamma_minus").GetDouble(),
            Silent = vectors.Json.GetProperty("eps").GetDouble(),
        };
        for (int update = 1; update <= 5; update++)
        {
            double[] frequencies = new double[start.Count];
            float[] peaks = new float[start.Count];
            for (int row = 0; row < preactivations.Rows; row++)
            {
                for (int i = 0; i < start.Count; i++)
                {
                    float value = preactivations[row, i] + (biases.Values[i] - start.Values[i]);
                    frequencies[i] += value > 0 ? 1 : 0;
                    peaks[i] = Math.Max(peaks[i], value);
                }
            }

            frequencies = [.. frequencies.Select(count => count / preactivations.Rows)];
            if (update == 1)
            {
                for (int i = 0; i < start.Count; i++)
                {
                    report.Near($"freq[{i}]", vectors.Tensor("freq").Values[i], frequencies[i], 1e-5, 1e-7);
                    report.Near($"r_max[{i}]", vectors.Tensor("r_max").Values[i], peaks[i], 1e-5, 1e-7);
                }
            }

            adaptation.Update(biases.Values, groups, frequencies, peaks);
            if (vectors.Has($"b{update}"))
                SaeVectors.Near(report, $"b{update}", vectors.Tensor($"b{update}"), biases, 1e-5, 1e-6);
        }
    });

    [Fact]
    public void Meta_autoencoder() => Check("meta_sae_batchtopk", (vectors, report) =>
    {
        Tensor rows = vectors.Tensor("W_dec_as_data"), encoder = vectors.Tensor("meta_W_enc");
        if (encoder.Columns != rows.Columns)
            encoder = vectors.Transposed("meta_W_enc");
        var model = new BatchTopKAutoencoder(encoder, new Tensor(encoder.Rows), encoder.Copy(), vectors.Tensor("meta_b_dec"), new BatchTopKOptions(K(vectors)));
        Tensor codes = model.EncodeBatch(rows), found = model.Decode(codes);
        vectors.Forward(report, "meta_z", codes);
        vectors.Forward(report, "meta_x_hat", found);
        report.Near("explained variance", vectors.Json.GetProperty("explained_variance").GetDouble(), 1 - Unexplained.Of(rows, found), 1e-4, 1e-5);
    });

    [Fact]
    public void Stitching_by_cosine() => Check("stitching_cosine", (vectors, report) =>
    {
        var found = Stitching.Of(vectors.Tensor("big_W_dec"), vectors.Tensor("small_W_dec"));
        report.Same("argmax", string.Join(',', vectors.Numbers("argmax")), string.Join(',', found.Nearest));
        SaeVectors.Near(report, "max_cos", vectors.Tensor("max_cos"), Tensor.Wrap([.. found.Cosines], found.Cosines.Count), 1e-4, 1e-5);
        report.Same("is_reconstruction", string.Join(',', vectors.Numbers("is_reconstruction")), string.Join(',', found.AreReconstruction(vectors.Json.GetProperty("threshold").GetDouble()).Select(r => r ? 1 : 0)));
    });

    [Fact]
    public void Dark_matter() => Check("dark_matter", (vectors, report) =>
    {
        Tensor x = vectors.Tensor("X"), reconstruction = vectors.Tensor("sae_error");
        Elementwise.Add(x.Values, reconstruction.Values, reconstruction.Values);
        var found = DarkMatter.Of(x, reconstruction, vectors.Json.GetProperty("train_rows").GetInt32());
        Tensor solution = vectors.Tensor("solution");
        for (int i = 0; i < solution.Count; i++)
            report.Near($"solution[{i}]", solution.Values[i], found.Map[i / solution.Columns, i % solution.Columns], 1e-3, 1e-4);
        SaeVectors.Near(report, "nonlinear_error", vectors.Tensor("nonlinear_error"), found.Nonlinear, 1e-3, 1e-4);
        foreach ((string name, double value) in (ReadOnlySpan<(string, double)>)[
            ("R2_error_vector", found.VectorShare), ("R2_error_norm_sq", found.NormShare), ("FVU_sae", found.Unexplained), ("FVU_nonlinear", found.UnexplainedNonlinear)])
            report.Near(name, vectors.Json.GetProperty(name).GetDouble(), value, 1e-3, 1e-5);
    });

    [Fact]
    public void Variational() => Check("vsae", (vectors, report) =>
    {
        var tape = new Tape();
        Tensor encoder = vectors.Transposed("W_enc");
        var model = new StandardAutoencoder(encoder, vectors.Tensor("b_enc"), encoder.Copy(), vectors.Tensor("b_dec"));
        Variable mean = model.Encode(tape, Variable.Constant(vectors.Tensor("x"))), logVariance = Variable.Constant(vectors.Tensor("log_var"));
        vectors.Forward(report, "mu", mean.Value);
        vectors.Forward(report, "z", VariationalPenalty.Sample(tape, mean, logVariance, Variable.Constant(vectors.Tensor("eps"))).Value);
        report.Near("kl_full", vectors.Json.GetProperty("kl_full").GetDouble(), VariationalPenalty.Full(tape, mean, logVariance).Value.Values[0], 1e-4, 1e-5);
        report.Near("kl_fixed", vectors.Json.GetProperty("kl_fixed_variance1").GetDouble(), VariationalPenalty.Fixed(tape, mean).Value.Values[0], 1e-4, 1e-5);
    });

    [Fact]
    public void Conformal() => Check("conformal_threshold", (vectors, report) =>
    {
        var calibration = new ConformalThreshold(vectors.Numbers("calibration"));
        foreach (System.Text.Json.JsonProperty level in vectors.Json.EnumerateObject().Where(p => p.Name != "pvalues"))
        {
            double alpha = double.Parse(level.Name);
            report.Same($"rank at {alpha}", level.Value.GetProperty("rank").GetInt32(), calibration.Rank(alpha));
            System.Text.Json.JsonElement threshold = level.Value.GetProperty("threshold");
            if (threshold.ValueKind == System.Text.Json.JsonValueKind.String)
                report.Same($"threshold at {alpha}", true, double.IsPositiveInfinity(calibration.At(alpha)));
            else
                report.Near($"threshold at {alpha}", threshold.GetDouble(), calibration.At(alpha), 0, 1e-9);
        }

        double[] expected = VectorReport.Numbers(vectors.Json.GetProperty("pvalues")), scores = vectors.Numbers("test");
        for (int i = 0; i < scores.Length; i++)
            report.Near($"p-value {i}", expected[i], calibration.PValue(scores[i]), 0, 1e-9);
    });

    private static int K(SaeVectors vectors) => vectors.Json.GetProperty("k").GetInt32();

    private static TopKAutoencoder TopK(SaeVectors vectors, TopKOptions options) =>
        new(vectors.Transposed("W_enc"), vectors.Tensor("b_enc"), vectors.Tensor("W_dec"), vectors.Tensor("b_dec"), options);

    private void Check(string file, Action<SaeVectors, VectorReport> check)
    {
        var report = new VectorReport();
        using SaeVectors? vectors = SaeVectors.Find("formula_refs", file);
        if (vectors is not null)
        {
            report.Case();
            check(vectors, report);
        }

        report.Conclude(output);
    }
}
