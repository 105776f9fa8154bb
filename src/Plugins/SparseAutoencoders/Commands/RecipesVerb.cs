using Sim.Interp.Recipes;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.SparseAutoencoders.Commands;

/// <summary><c>sim sae recipes</c>: what can be trained.</summary>
internal static class RecipesVerb
{
    public static int Run(SaeWords words, ICommandConsole console, CancellationToken cancellationToken)
    {
        bool json = words.Flag("--json");
        IReadOnlyList<Recipe> recipes = words.Left == 0 ? words.Rest().Count == 0 ? RecipeBook.All : [] : [Find(words.Rest("a recipe")[0])];
        if (json)
        {
            SaeJson.Write(console.Out, new ListedRecipes([.. recipes.Select(r => new ListedRecipe(
                r.Name, r.Description, [.. r.Options.Select(o => new ListedOption(o.Name, o.Takes(), o.Default, o.Meaning))]))]));
            return ExitCode.Passed;
        }

        if (recipes.Count == 1)
        {
            console.Error.WriteLine($"{recipes[0].Name}: {recipes[0].Description}");
            var options = new TextTable("option", "default", "takes", "meaning");
            foreach (RecipeOption option in recipes[0].Options)
            {
                options.Add(option.Name, option.Default, option.Takes(), option.Meaning);
            }

            options.Write(console.Out);
            return ExitCode.Passed;
        }

        var table = new TextTable("recipe", "what it is");
        foreach (Recipe recipe in recipes)
        {
            table.Add(recipe.Name, recipe.Description);
        }

        table.Write(console.Out);
        return ExitCode.Passed;
    }

    /// <summary>A recipe by its name.</summary>
    /// <exception cref="InputException">There is none; names the nearest.</exception>
    public static Recipe Find(string name) =>
        RecipeBook.All.FirstOrDefault(r => r.Name == name) ?? throw new InputException($"there is no recipe '{name}'; {Nearest.Hint(name, RecipeBook.All.Select(r => r.Name))}");
}
