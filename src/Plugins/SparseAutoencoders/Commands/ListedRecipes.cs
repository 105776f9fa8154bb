namespace Sim.Plugins.SparseAutoencoders.Commands;

internal sealed record ListedRecipes(IReadOnlyList<ListedRecipe> Recipes);

internal sealed record ListedRecipe(string Name, string Description, IReadOnlyList<ListedOption> Options);

internal sealed record ListedOption(string Name, string Takes, string Default, string Meaning);
