using System.Globalization;

namespace Sim.Interp.Recipes;

/// <summary>Options of a recipe with their values, checked. Immutable.</summary>
public sealed class RecipeValues
{
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    internal RecipeValues(Recipe recipe, IReadOnlyDictionary<string, string> given)
    {
        foreach (RecipeOption option in recipe.Options)
        {
            _values[option.Name] = given.TryGetValue(option.Name, out string? text) ? option.Read(text) : option.Default;
        }

        foreach (string name in given.Keys.Order(StringComparer.Ordinal))
        {
            if (!_values.ContainsKey(name))
            {
                throw new InputException($"the recipe {recipe.Name} has no option '{name}'; it has {string.Join(", ", _values.Keys)}");
            }
        }
    }

    /// <summary>All options by name, as they are written.</summary>
    public IReadOnlyDictionary<string, string> All => _values;

    /// <summary>A whole number that must be there.</summary>
    /// <param name="name">The option.</param>
    public int Whole(string name) => checked((int)WholeOrNull(name)!.Value);

    /// <summary>A whole number that may be large.</summary>
    /// <param name="name">The option.</param>
    public long Count(string name) => WholeOrNull(name)!.Value;

    /// <summary>A whole number, or null where the option is absent.</summary>
    /// <param name="name">The option.</param>
    public long? WholeOrNull(string name) => _values[name] is var text && text != RecipeOption.None ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>A number that must be there.</summary>
    /// <param name="name">The option.</param>
    public double Number(string name) => NumberOrNull(name)!.Value;

    /// <summary>A number, or null where the option is absent.</summary>
    /// <param name="name">The option.</param>
    public double? NumberOrNull(string name) => _values[name] is var text && text != RecipeOption.None ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>True or false.</summary>
    /// <param name="name">The option.</param>
    public bool Flag(string name) => _values[name] == "true";

    /// <summary>The word of a choice.</summary>
    /// <param name="name">The option.</param>
    public string Choice(string name) => _values[name];

    /// <summary>Numbers, or null where the option is absent.</summary>
    /// <param name="name">The option.</param>
    public IReadOnlyList<double>? NumbersOrNull(string name) =>
        _values[name] is var text && text != RecipeOption.None ? [.. text.Split(',').Select(t => double.Parse(t, CultureInfo.InvariantCulture))] : null;
}
