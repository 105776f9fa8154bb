using System.Globalization;

namespace Sim.Interp.Recipes;

/// <summary>An option of a recipe, as data: a command line lists and checks it. Immutable.</summary>
public sealed record RecipeOption
{
    /// <summary>What stands for "not given" in options that may be absent.</summary>
    public const string None = "none";

    private RecipeOption(string name, RecipeOptionKind kind, string @default, string meaning) => (Name, Kind, Default, Meaning) = (name, kind, @default, meaning);

    /// <summary>Its name, in snake_case.</summary>
    public string Name { get; }

    /// <summary>What it takes.</summary>
    public RecipeOptionKind Kind { get; }

    /// <summary>What is taken where nothing is said; <see cref="None"/> where the option is absent then.</summary>
    public string Default { get; }

    /// <summary>What it does, in a sentence.</summary>
    public string Meaning { get; }

    /// <summary>Smallest number that is taken.</summary>
    public double Least { get; private init; } = double.NegativeInfinity;

    /// <summary>Largest number that is taken.</summary>
    public double Most { get; private init; } = double.PositiveInfinity;

    /// <summary>The words of a choice; empty for other kinds.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    /// <summary>A whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="default">Its default; null for an option that may be absent.</param>
    /// <param name="least">Smallest number.</param>
    /// <param name="most">Largest number.</param>
    /// <param name="meaning">What it does.</param>
    public static RecipeOption Whole(string name, long? @default, long least, long most, string meaning) =>
        new(name, RecipeOptionKind.Whole, @default?.ToString(CultureInfo.InvariantCulture) ?? None, meaning) { Least = least, Most = most };

    /// <summary>A number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="default">Its default; null for an option that may be absent.</param>
    /// <param name="least">Smallest number.</param>
    /// <param name="most">Largest number.</param>
    /// <param name="meaning">What it does.</param>
    public static RecipeOption Number(string name, double? @default, double least, double most, string meaning) =>
        new(name, RecipeOptionKind.Number, @default?.ToString("R", CultureInfo.InvariantCulture) ?? None, meaning) { Least = least, Most = most };

    /// <summary>True or false.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="default">Its default.</param>
    /// <param name="meaning">What it does.</param>
    public static RecipeOption Flag(string name, bool @default, string meaning) => new(name, RecipeOptionKind.Flag, @default ? "true" : "false", meaning);

    /// <summary>One of some words, the first of which is the default.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="meaning">What it does.</param>
    /// <param name="choices">The words.</param>
    public static RecipeOption Choice(string name, string meaning, params string[] choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        return new(name, RecipeOptionKind.Choice, choices[0], meaning) { Choices = choices };
    }

    /// <summary>Numbers with commas between them.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="default">Its default; null for an option that may be absent.</param>
    /// <param name="least">Smallest number.</param>
    /// <param name="most">Largest number.</param>
    /// <param name="meaning">What it does.</param>
    public static RecipeOption Numbers(string name, string? @default, double least, double most, string meaning) =>
        new(name, RecipeOptionKind.Numbers, @default ?? None, meaning) { Least = least, Most = most };

    /// <summary>What the option takes, for people.</summary>
    public string Takes()
    {
        string range = double.IsFinite(Least) && double.IsFinite(Most) && Most < 1e15 ? Show($"from {Least} to {Most}") : double.IsFinite(Least) ? Show($"from {Least}") : "";
        string text = Kind switch
        {
            RecipeOptionKind.Whole => $"a whole number {range}",
            RecipeOptionKind.Number => $"a number {range}",
            RecipeOptionKind.Flag => "true or false",
            RecipeOptionKind.Choice => string.Join(" or ", Choices),
            _ => $"numbers {range} with commas between them",
        };
        return Default == None ? $"{text}, or {None}" : text;
    }

    /// <summary>A value in the one way in which it is written.</summary>
    /// <param name="text">What was given.</param>
    /// <exception cref="InputException">It is not what the option takes.</exception>
    public string Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        if (text == None && Default == None)
        {
            return None;
        }

        return Kind switch
        {
            RecipeOptionKind.Whole => Checked(text, whole: true),
            RecipeOptionKind.Number => Checked(text, whole: false),
            RecipeOptionKind.Flag => text is "true" or "false" ? text : throw Bad(text),
            RecipeOptionKind.Choice => Choices.Contains(text) ? text : throw Bad(text),
            _ => string.Join(',', text.Split(',').Select(t => Checked(t.Trim(), whole: false))),
        };
    }

    private string Checked(string text, bool whole) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= Least && value <= Most && double.IsFinite(value) && (!whole || value == Math.Floor(value))
            ? whole ? ((long)value).ToString(CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture)
            : throw Bad(text);

    private InputException Bad(string text) => new($"the option {Name} is '{text}', expected {Takes()}");

    private static string Show(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
