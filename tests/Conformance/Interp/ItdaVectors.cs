using Sim.Interp;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Dictionaries that were grown by ITDA's code, and codes of gradient pursuit.</summary>
[Trait("Topic", "interp")]
public sealed class ItdaVectors(ITestOutputHelper output)
{
    [Fact]
    public void Every_recorded_dictionary()
    {
        var report = new VectorReport();
        foreach (SaeVectors vectors in SaeVectors.All("itda"))
        {
            using (vectors)
            {
                report.Case();
                ItdaAutoencoder own = Grown(vectors, report, "X", "size_per_step", "mean_error_per_step");
                ItdaAutoencoder rotated = Grown(vectors, report, "X_rotated", "size_per_step_rotated", null), other = Grown(vectors, report, "X_other", null, null);
                foreach ((ItdaAutoencoder model, string suffix) in (ReadOnlySpan<(ItdaAutoencoder, string)>)[(own, ""), (rotated, "_rotated"), (other, "_other")])
                {
                    report.Same(vectors.Name + " atom_indices" + suffix, string.Join(',', vectors.Numbers("atom_indices" + suffix)), string.Join(',', model.Tags.SelectMany(t => (double[])[t.Sequence, t.Token])));
                    if (vectors.Has("atoms" + suffix))
                        SaeVectors.Near(report, vectors.Name + " atoms" + suffix, vectors.Tensor("atoms" + suffix), model.Dictionary.Value, 0, 1e-5);
                }

                Tensor codes = own.Encode(vectors.Tensor("test"));
                SaeVectors.Near(report, vectors.Name + " codes", vectors.Tensor("codes"), codes, 0, 1e-5);
                SaeVectors.Near(report, vectors.Name + " reconstruction", vectors.Tensor("reconstruction"), own.Decode(codes), 0, 1e-5);
                report.Near(vectors.Name + " jaccard_rotated", vectors.Json.GetProperty("jaccard_rotated").GetDouble(), ItdaAutoencoder.Jaccard(own.Tags, rotated.Tags), 0, 1e-12);
                report.Near(vectors.Name + " jaccard_other", vectors.Json.GetProperty("jaccard_other").GetDouble(), ItdaAutoencoder.Jaccard(own.Tags, other.Tags), 0, 1e-12);
            }
        }

        report.Conclude(output);
    }

    [Fact]
    public void Gradient_pursuit()
    {
        var report = new VectorReport();
        using SaeVectors? vectors = SaeVectors.Find("grad_pursuit", "case");
        if (vectors is not null)
        {
            report.Case();
            Tensor dictionary = vectors.Transposed("dictionary");
            foreach (string name in vectors.Names.Where(n => n.StartsWith("weights_l0_", StringComparison.Ordinal)))
                vectors.Forward(report, name, GradientPursuit.Codes(vectors.Tensor("x"), dictionary, int.Parse(name["weights_l0_".Length..])));
        }

        report.Conclude(output);
    }

    private static ItdaAutoencoder Grown(SaeVectors vectors, VectorReport report, string stream, string? sizes, string? errors)
    {
        Tensor batches = vectors.Tensor(stream);
        var options = new ItdaOptions(vectors.Json.GetProperty("k").GetInt32(), vectors.Json.GetProperty("loss_threshold").GetDouble()) { MaxAtoms = vectors.Json.GetProperty("max_dict_size").GetInt32() };
        var builder = new ItdaBuilder(batches.Columns, options);
        for (int step = 0; step < batches.Shape[0]; step++)
        {
            double error = builder.Add(batches.Slice(step, 1).Reshape(batches.Shape[1..]));
            if (sizes is not null)
                report.Same($"{vectors.Name} {sizes} {step}", vectors.Json.GetProperty(sizes)[step].GetInt32(), builder.Count);
            if (errors is not null)
                report.Near($"{vectors.Name} {errors} {step}", vectors.Json.GetProperty(errors)[step].GetDouble(), error, 1e-4, 1e-7);
        }

        return builder.Model;
    }
}
