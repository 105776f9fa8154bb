namespace Sim.Interp.Recipes;

/// <summary>A way to train: the variant, the convention of a library, how the library begins, and what it lets one choose. Immutable and thread-safe.</summary>
public sealed class Recipe
{
    private readonly Func<RecipeRequest, PreparedTraining> _make;

    /// <summary>Makes a recipe.</summary>
    /// <param name="name">Convention and variant, as <c>sparsify/topk</c>.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="options">What can be chosen.</param>
    /// <param name="make">Makes model and trainer.</param>
    public Recipe(string name, string description, IReadOnlyList<RecipeOption> options, Func<RecipeRequest, PreparedTraining> make) =>
        (Name, Description, Options, _make) = (name, description, options, make);

    /// <summary>Convention and variant, as <c>sparsify/topk</c>.</summary>
    public string Name { get; }

    /// <summary>One sentence.</summary>
    public string Description { get; }

    /// <summary>What can be chosen.</summary>
    public IReadOnlyList<RecipeOption> Options { get; }

    /// <summary>Checks options and completes them with defaults.</summary>
    /// <param name="given">Texts by name.</param>
    /// <exception cref="InputException">An option is unknown or out of its range.</exception>
    public RecipeValues Read(IReadOnlyDictionary<string, string> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return new RecipeValues(this, given);
    }

    /// <summary>Makes model and trainer.</summary>
    /// <param name="request">Of what; its values come from <see cref="Read"/>.</param>
    /// <exception cref="InputException">The options do not fit together or to the sizes.</exception>
    public PreparedTraining Make(RecipeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            return _make(request);
        }
        catch (ArgumentException e)
        {
            throw new InputException($"{Name} cannot be trained so: {e.Message}", inner: e);
        }
    }
}
