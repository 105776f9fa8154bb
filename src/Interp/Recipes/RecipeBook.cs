namespace Sim.Interp.Recipes;

/// <summary>All recipes by name.</summary>
public static class RecipeBook
{
    /// <summary>All recipes, in the order of their names.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        .. DictionaryLearningRecipes.All
            .Concat(BatchTopKRepositoryRecipes.All)
            .Concat(OvercompleteRecipes.All)
            .Concat(PolySaeRecipes.All)
            .Concat(SaeLensRecipes.All)
            .Concat(SparsifyRecipes.All)
            .OrderBy(r => r.Name, StringComparer.Ordinal),
    ];

    /// <summary>A recipe by its name.</summary>
    /// <param name="name">Convention and variant.</param>
    /// <exception cref="InputException">There is none of this name.</exception>
    public static Recipe Find(string name) =>
        All.FirstOrDefault(r => r.Name == name) ?? throw new InputException($"there is no recipe '{name}'; expected one of {string.Join(", ", All.Select(r => r.Name))}");
}
