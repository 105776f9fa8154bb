using Sim.Interp.Conventions;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Recipes;

// Dictionaries begin as xavier_uniform_ draws them, with unit rows whenever they are used (overcomplete/sae/dictionary.py); a linear encoder as nn.Linear does.
internal static class OvercompleteRecipes
{
    private static readonly OvercompleteOptions Defaults = new();

    public static IEnumerable<Recipe> All { get; } =
    [
        new("overcomplete/mp", "MP-SAE: atoms are chosen one after another for what is left of the activation. No file format holds it: train with --format none.", Pursuit(), r => Pursue(r, new MatchingPursuitAutoencoder(Dictionary(r), r.Values.Whole("k")))),
        new("overcomplete/omp", "OMP-SAE: as MP-SAE, and all codes are found again after each choice. No file format holds it: train with --format none.", Pursuit(), r => Pursue(r, new OrthogonalPursuitAutoencoder(Dictionary(r), r.Values.Whole("k")))),
        new("overcomplete/topk", "TopK on a linear encoder; codes that were not chosen reconstruct what is left.", [K(), .. Common(), RecipeOption.Number("penalty", Defaults.AuxiliaryWeight, 0, 1000, "weight of what the others make of the residual")], TopK),
    ];

    private static RecipeOption K() => RecipeOption.Whole("k", 32, 1, int.MaxValue, "codes of a token");

    private static RecipeOption[] Common() =>
    [
        RecipeOption.Number("lr", Defaults.LearningRate, 0, 1, "rate of Adam at the beginning"),
        RecipeOption.Number("final_lr", null, 0, 1, "rate at the end, down to which a cosine leads; none is a constant rate"),
    ];

    private static RecipeOption[] Pursuit() => [K(), .. Common(), RecipeOption.Number("dropout", Defaults.AtomDropout, 0, 0.999, "chance that an atom counts as zero in a step")];

    private static OvercompleteOptions Fill(RecipeRequest r)
    {
        var options = new OvercompleteOptions { LearningRate = r.Values.Number("lr"), Seed = r.Seed };
        return r.Values.NumberOrNull("final_lr") is { } final ? options with { FinalRate = final, Steps = r.Steps } : options;
    }

    private static PreparedTraining Pursue(RecipeRequest r, PursuitAutoencoder model) =>
        PreparedTraining.Plain(new OvercompletePursuitTrainer(model, Fill(r) with { AtomDropout = r.Values.Number("dropout") }));

    private static PreparedTraining TopK(RecipeRequest r)
    {
        var random = new RandomStream(r.Seed);
        var model = new TopKAutoencoder(
            Initial.Linear(random.Fork("encoder"), r.Width, r.Features, r.Width), Initial.Linear(random.Fork("encoder_bias"), r.Width, r.Features), Dictionary(r), new Tensor(r.Width),
            new TopKOptions(r.Values.Whole("k")) { CentreInput = false });
        return PreparedTraining.Plain(new OvercompleteSelectionTrainer(model, Fill(r) with { AuxiliaryWeight = r.Values.Number("penalty") }));
    }

    private static Tensor Dictionary(RecipeRequest r) =>
        Initial.RowsOfLength(Initial.Uniform(new RandomStream(r.Seed).Fork("dictionary"), Math.Sqrt(6.0 / (r.Features + r.Width)), r.Features, r.Width), 1);
}
