using Sim.Interp;
using Sim.Interp.Formats;
using Sim.Interp.Recipes;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Tests.SparseAutoencoders;

/// <summary>Every recipe of the book trains, goes on exactly, and comes back from its checkpoint with the same codes.</summary>
public sealed class RecipeTests
{
    private const int Width = 12, Features = 48, Steps = 6;

    public static TheoryData<string> Names => [.. RecipeBook.All.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recipe_trains_to_the_same_bits_on_any_number_of_threads_and_across_a_stop(string name)
    {
        float[] whole = Trained(name, stopAfter: null).Parameters.SelectMany(p => p.Value.Values.ToArray()).ToArray();
        Assert.All(whole, v => Assert.True(float.IsFinite(v)));
        Assert.Equal(whole, Trained(name, stopAfter: 2).Parameters.SelectMany(p => p.Value.Values.ToArray()));
        using (Workers.Limit(1))
        {
            Assert.Equal(whole, Trained(name, stopAfter: null).Parameters.SelectMany(p => p.Value.Values.ToArray()));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_trained_model_gives_the_same_codes_when_it_was_a_checkpoint(string name)
    {
        SparseAutoencoder model = Trained(name, stopAfter: null);
        SaeCheckpoint checkpoint;
        try
        {
            checkpoint = SaeModels.ToCheckpoint(model, InputNormalisation.None);
        }
        catch (InputException e)
        {
            // Formats that are known here are those of libraries; what none of them holds is named.
            Assert.Contains(model.Architecture, e.Message, StringComparison.Ordinal);
            return;
        }

        Tensor x = Batch(99);
        var back = TrainedAutoencoder.From(checkpoint, () => 1);
        (Codes codes, Tensor reconstruction) = back.Run(x);
        Tensor expected = model.Encode(x);
        Assert.Equal(expected.Values.ToArray(), codes.ToDense().Values.ToArray());
        Assert.Contains(expected.Values.ToArray(), v => v != 0);
        Tensor decoded = model.Reconstruct(x);
        for (int i = 0; i < decoded.Count; i++)
        {
            Assert.Equal(decoded.Values[i], reconstruction.Values[i], 1e-5f);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_default_is_what_its_option_takes_and_options_have_their_own_names(string name)
    {
        Recipe recipe = RecipeBook.Find(name);
        Assert.All(recipe.Options, o => Assert.Equal(o.Default, o.Read(o.Default)));
        Assert.Equal(recipe.Options.Count, recipe.Options.Select(o => o.Name).Distinct().Count());
        Assert.All(recipe.Options, o => Assert.Matches("^[a-z][a-z0-9_]*$", o.Name));
    }

    [Fact]
    public void Another_seed_begins_elsewhere_and_the_same_one_at_the_same_place()
    {
        float First(ulong seed) => Make("sparsify/topk", seed).Trainer.Model["encoder"].Value.Values[0];
        Assert.Equal(First(1), First(1));
        Assert.NotEqual(First(1), First(2));
    }

    [Theory]
    [InlineData("k", "0", "from 1")]
    [InlineData("k", "many", "a whole number")]
    [InlineData("multi_topk", "yes", "true or false")]
    [InlineData("kk", "3", "no option 'kk'")]
    public void A_wrong_option_is_refused_with_what_was_expected(string option, string value, string expected)
    {
        var error = Assert.Throws<InputException>(() => RecipeBook.Find("sparsify/topk").Read(new Dictionary<string, string> { [option] = value }));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_factor_of_activations_is_folded_into_the_model()
    {
        Tensor x = Batch(5);
        var given = new Dictionary<string, string> { ["k"] = "4", ["normalize_activations"] = "expected_average_only_in", ["rescale_acts_by_decoder_norm"] = "false" };
        Recipe recipe = RecipeBook.Find("saelens/topk");
        PreparedTraining prepared = recipe.Make(new RecipeRequest(Width, Features, Steps, 1, recipe.Read(given)) { Sample = () => [Batch(0)] });
        for (int i = 0; i < Steps; i++)
        {
            prepared.Trainer.Step(Batch(i));
        }

        Assert.NotEqual(1, prepared.Normalisation.Factor);
        (Codes inside, Tensor around) = new TrainedAutoencoder(prepared.Trainer.Model, prepared.Normalisation).Run(x);
        (Codes folded, Tensor within) = TrainedAutoencoder.From(SaeModels.ToCheckpoint(prepared.Trainer.Model, prepared.Normalisation), () => 1).Run(x);
        for (int i = 0; i < around.Count; i++)
        {
            Assert.Equal(around.Values[i], within.Values[i], 1e-4f);
        }

        Tensor a = inside.ToDense(), b = folded.ToDense();
        for (int i = 0; i < a.Count; i++)
        {
            Assert.Equal(a.Values[i], b.Values[i], 1e-4f);
        }
    }

    private static PreparedTraining Make(string name, ulong seed)
    {
        Recipe recipe = RecipeBook.Find(name);
        var given = new Dictionary<string, string>();
        if (recipe.Options.Any(o => o.Name == "k"))
        {
            given["k"] = "4";
        }

        return recipe.Make(new RecipeRequest(Width, Features, Steps, seed, recipe.Read(given)) { Sample = () => [Batch(0)] });
    }

    private static SparseAutoencoder Trained(string name, int? stopAfter)
    {
        SaeTrainer trainer = Make(name, 1).Trainer;
        for (int i = 0; i < Steps; i++)
        {
            if (i == stopAfter)
            {
                TrainingState state = trainer.Save();
                trainer = Make(name, 1).Trainer;
                trainer.Restore(state);
            }

            Assert.True(double.IsFinite(trainer.Step(Batch(i)).Loss));
        }

        return trainer.Model;
    }

    private static Tensor Batch(int number)
    {
        var random = new RandomStream(7).Fork("batch", number);
        var batch = new Tensor(64, Width);
        foreach (ref float value in batch.Values)
        {
            value = (float)random.NextNormal();
        }

        return batch;
    }
}
