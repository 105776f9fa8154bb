using Sim.Interp;
using Sim.Interp.Benchmark;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp.Benchmark;

public class MeasureTests
{
    [Fact]
    public void Directions_in_another_order_and_with_other_signs_are_recovered_in_full()
    {
        Tensor truth = new IndependentData(1).Directions, features = new(truth.Rows, truth.Columns);
        for (int row = 0; row < truth.Rows; row++)
        {
            for (int i = 0; i < truth.Columns; i++)
            {
                features[truth.Rows - 1 - row, i] = row % 2 == 0 ? truth[row, i] : -truth[row, i];
            }
        }

        Assert.Equal(1, Recovery.Of(truth, features, out double recovered), 1e-5);
        Assert.Equal(1, recovered);
    }

    [Fact]
    public void A_truth_shares_its_feature_with_no_other()
    {
        // Both truths are nearest to the first feature. Matched 0-0 and 1-1 the cosines are 1 and 0; matched 0-1 and 1-0 they are 0 and 0.8.
        Tensor truth = Tensor.Wrap([1, 0, 0, 0.8f, 0.6f, 0], 2, 3);
        Assert.Equal(0.5, Recovery.Of(truth, Tensor.Wrap([1, 0, 0, 0, 0, 1], 2, 3), out double recovered), 1e-6);
        Assert.Equal(0.5, recovered);
        Assert.Equal((1 + 0.6) / 2, Recovery.Of(truth, Tensor.Wrap([1, 0, 0, 0, 1, 0], 2, 3), out _), 1e-6);
    }

    [Fact]
    public void A_truth_without_a_feature_counts_as_zero()
    {
        Tensor truth = Tensor.Wrap([1, 0, 0, 1], 2, 2);
        Assert.Equal(0.5, Recovery.Of(truth, Tensor.Wrap([0, 1], 1, 2), out double recovered), 1e-6);
        Assert.Equal(0.5, recovered);
    }

    [Fact]
    public void Codes_are_matched_by_correlation_whatever_their_scale_and_offset()
    {
        Tensor truth = Tensor.Wrap([0, 1, 1, 0, 2, 0, 3, 5], 4, 2), codes = new(4, 3);
        for (int token = 0; token < 4; token++)
        {
            (codes[token, 0], codes[token, 1], codes[token, 2]) = (7, 2 * truth[token, 1], 3 - truth[token, 0]);
        }

        Assert.Equal(1, Recovery.OfCodes(truth, codes), 1e-5);
        Assert.Equal(0, Recovery.OfCodes(truth, new Tensor(4, 3)), 1e-12);
    }

    [Fact]
    public void A_direction_of_a_polynomial_decoder_is_its_linear_part()
    {
        var random = new RandomStream(4);
        Tensor u = new(6, 3), c = new(5, 3), square = new(5, 2);
        foreach (Tensor t in (Tensor[])[u, c, square])
        {
            foreach (ref float value in t.Values)
            {
                value = (float)random.NextNormal();
            }
        }

        var decoder = new PolyDecoder([u], [c, square]);
        var model = new PolyAutoencoder(new Tensor(6, 5), new Tensor(6), decoder, new Tensor(5), new PolyOptions(2));
        Assert.InRange(Recovery.Of(decoder.LinearRows(), FeatureDirections.Of(model), out _), 0.999, 1.0001);
    }

    [Fact]
    public void Features_along_the_axes_of_manifolds_capture_them_and_random_ones_do_not()
    {
        var data = new ManifoldData(2, noise: 0);
        KnownBatch batch = data.Draw(3000, "fresh");
        (double capture, double restricted) = ManifoldRecovery.Of(data, batch, data.Directions, batch.Codes);
        Assert.Equal(1, capture, 1e-4);
        Assert.Equal(1, restricted, 1e-4);
        Tensor random = new IndependentData(9, width: data.Width, truths: data.Directions.Rows).Directions;
        (double less, _) = ManifoldRecovery.Of(data, batch, random, batch.Codes);
        Assert.InRange(less, 0.05, 0.7);
        (_, double nothing) = ManifoldRecovery.Of(data, batch, data.Directions, new Tensor(batch.Codes.Rows, data.Directions.Rows));
        Assert.Equal(0, nothing, 1e-9);
    }
}
