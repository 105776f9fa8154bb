using Sim.Interp;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Dictionaries of activations, and codes without an encoder.</summary>
public sealed class ItdaTests
{
    [Fact]
    public void A_dictionary_is_the_same_for_any_number_of_threads_and_across_a_stop()
    {
        float[] all = Grown(0, 4, null).Model.Dictionary.Value.Values.ToArray(), one;
        using (Workers.Limit(1))
        {
            one = Grown(0, 4, null).Model.Dictionary.Value.Values.ToArray();
        }

        ItdaBuilder resumed = Grown(2, 4, Grown(0, 2, null).Save());
        Assert.Equal(all, one);
        Assert.Equal(all, resumed.Model.Dictionary.Value.Values.ToArray());
        Assert.Equal(Grown(0, 4, null).Model.Tags, resumed.Model.Tags);
        Assert.Equal(4, resumed.Batches);
    }

    [Fact]
    public void It_begins_with_the_most_frequent_and_goes_on_with_the_worst_explained_in_the_order_of_the_stream()
    {
        var builder = new ItdaBuilder(2, new ItdaOptions(1, 0.1));
        builder.Add(Tensor.Wrap([0, 2, 3, 0, 3, 0, 1, 1, 1, 1.01f], 1, 5, 2));

        // (3, 0) twice, then (0, 2), which came first; both diagonals are above the threshold, near-duplicates of each other as they are.
        Assert.Equal([new AtomTag(0, 1), new AtomTag(0, 0), new AtomTag(0, 3), new AtomTag(0, 4)], builder.Model.Tags);
        Assert.Equal([1, 0, 0, 1], builder.Model.Dictionary.Value.Values[..4].ToArray());
        Assert.Equal(-2, builder.Model.Encode(Tensor.Wrap([0, -2], 1, 2)).Row(0)[1]);
        Assert.Equal(0.5, ItdaAutoencoder.Jaccard(builder.Model.Tags, [new AtomTag(0, 1), new AtomTag(0, 0)]));
    }

    [Fact]
    public void Errors_of_code_and_paper_differ()
    {
        // (2, 2) leaves (0, 2) or (2, 0): squared error 4; the cosine is 1/√2, so the code's is 2(1 − 1/√2)/2.
        double Error(ItdaError kind)
        {
            var builder = new ItdaBuilder(2, new ItdaOptions(1, 1000) { Error = kind });
            builder.Add(Tensor.Wrap([2, 0, 0, 2], 1, 2, 2));
            return builder.Add(Tensor.Wrap([2, 2], 1, 1, 2));
        }

        Assert.Equal(4, Error(ItdaError.SquaredError), 1e-5);
        Assert.Equal(1 - (1 / Math.Sqrt(2)), Error(ItdaError.CosineMse), 1e-6);
    }

    [Fact]
    public void A_full_dictionary_stays_as_it_is()
    {
        var builder = new ItdaBuilder(3, new ItdaOptions(2, 0) { MaxAtoms = 5 });
        Assert.True(builder.Add(Batch(0, 3)) >= 0);
        Assert.Equal(5, builder.Count);
        float[] before = builder.Model.Dictionary.Value.Values.ToArray();
        Assert.Equal(0, builder.Add(Batch(1, 3)));
        Assert.Equal(before, builder.Model.Dictionary.Value.Values.ToArray());
    }

    [Fact]
    public void A_batch_of_another_shape_or_without_numbers_is_refused_and_changes_nothing()
    {
        var builder = new ItdaBuilder(3, new ItdaOptions(2, 0));
        Assert.Throws<ArgumentException>(() => builder.Add(new Tensor(4, 3)));
        Assert.Throws<ArgumentException>(() => builder.Add(Tensor.Wrap([1, float.NaN, 0], 1, 1, 3)));
        Assert.Equal((0, 0), (builder.Count, builder.Batches));
        Assert.Throws<InvalidOperationException>(() => builder.Model);
    }

    [Fact]
    public void Gradient_pursuit_stops_where_nothing_is_left()
    {
        Tensor axes = Tensor.Wrap([1, 0, 0, 1], 2, 2);
        Assert.Equal([3, 4, 0, 0], GradientPursuit.Codes(Tensor.Wrap([3, 4, 0, 0], 2, 2), axes, 5).Values.ToArray().Select(v => MathF.Round(v, 5)));
        Assert.Equal([0, 1], GradientPursuit.Codes(Tensor.Wrap([-2, 1], 1, 2), axes, 3).Values.ToArray());
    }

    private static ItdaBuilder Grown(int from, int to, TrainingState? state)
    {
        var builder = new ItdaBuilder(8, new ItdaOptions(3, 0.02));
        if (state is not null)
        {
            builder.Restore(state);
        }

        for (int step = from; step < to; step++)
        {
            builder.Add(Batch(step, 8));
        }

        return builder;
    }

    private static Tensor Batch(int step, int width)
    {
        var random = new RandomStream(7 + (ulong)step);
        var batch = new Tensor(4, 20, width);
        foreach (ref float value in batch.Values)
        {
            value = (float)random.NextNormal();
        }

        return batch;
    }
}
