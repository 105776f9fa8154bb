using System.Globalization;

namespace Sim.Formats.OpenScenario;

/// <summary>An element with the parameters that hold there: values come out resolved, and every complaint has its place.</summary>
internal readonly struct OscNode(OscElement element, OscScope scope, OscRun run)
{
    private const double MaxMagnitude = 1e12;

    public OscElement Element => element;

    public OscScope Scope => scope;

    public OscRun Run => run;

    public string Name => element.Name;

    public OscNode In(OscScope inner) => new(element, inner, run);

    /// <summary>The first child of a name, or null.</summary>
    public OscNode? Child(string name)
    {
        foreach (var child in element.Children)
        {
            if (child.Name == name)
            {
                return See(child);
            }
        }

        return null;
    }

    public OscNode Required(string name) => Child(name) ?? throw element.Error($"found <{Name}> without <{name}>; expected <{name}> inside");

    /// <summary>All children of a name.</summary>
    public List<OscNode> All(string name)
    {
        var found = new List<OscNode>();
        foreach (var child in element.Children)
        {
            if (child.Name == name)
            {
                found.Add(See(child));
            }
        }

        return found;
    }

    /// <summary>All children.</summary>
    public List<OscNode> All()
    {
        var found = new List<OscNode>(element.Children.Count);
        foreach (var child in element.Children)
        {
            found.Add(See(child));
        }

        return found;
    }

    /// <summary>The one child of any name but some.</summary>
    public OscNode Choice(params ReadOnlySpan<string> but)
    {
        foreach (var child in element.Children)
        {
            if (!but.Contains(child.Name))
            {
                return See(child);
            }
        }

        throw element.Error($"found an empty <{Name}>; expected an element inside");
    }

    /// <summary>An attribute with its parameter references resolved, or null.</summary>
    public string? Optional(string attribute) => element.Attribute(attribute) is { } found ? Resolve(found) : null;

    public string Text(string attribute) => Optional(attribute) ?? throw element.Error($"found <{Name}> without \"{attribute}\"; expected the attribute \"{attribute}\"");

    public string Text(string attribute, string otherwise) => Optional(attribute) ?? otherwise;

    /// <summary>The name of an entity or selection that the file declares.</summary>
    public string EntityRef(string attribute)
    {
        string id = Text(attribute);
        return run.Knows(id) ? id : throw Wrong(attribute, id, $"an entity of the file{run.HintFor(id)}");
    }

    public double Number(string attribute) => ParseNumber(attribute, Text(attribute), bounded: true)!.Value;

    public double Number(string attribute, double otherwise) => Optional(attribute) is { } text ? ParseNumber(attribute, text, bounded: true)!.Value : otherwise;

    public double NotNegative(string attribute)
    {
        double value = Number(attribute);
        return value >= 0 ? value : throw Wrong(attribute, Text(attribute), "a number, not negative");
    }

    public double NotNegative(string attribute, double otherwise) => element.Attribute(attribute) is null ? otherwise : NotNegative(attribute);

    public double? Maybe(string attribute) => Optional(attribute) is { } text ? ParseNumber(attribute, text, bounded: true) : null;

    public double? MaybeNotNegative(string attribute) => element.Attribute(attribute) is null ? null : NotNegative(attribute);

    /// <summary>A limit: missing or infinite means none.</summary>
    public double? Limit(string attribute) => Optional(attribute) is not { } text ? null
        : ParseNumber(attribute, text, bounded: false) is not { } value ? null
        : value >= 0 ? value
        : throw Wrong(attribute, text, "a number, not negative");

    public int Integer(string attribute) => ParseInteger(attribute, Text(attribute));

    public int? MaybeInteger(string attribute) => Optional(attribute) is { } text ? ParseInteger(attribute, text) : null;

    public bool Flag(string attribute) => ParseFlag(attribute, Text(attribute));

    public bool Flag(string attribute, bool otherwise) => Optional(attribute) is { } text ? ParseFlag(attribute, text) : otherwise;

    public bool? MaybeFlag(string attribute) => Optional(attribute) is { } text ? ParseFlag(attribute, text) : null;

    public T Word<T>(string attribute, (string Word, T Value)[] words) => ParseWord(attribute, Text(attribute), words);

    public T Word<T>(string attribute, (string Word, T Value)[] words, T otherwise) => Optional(attribute) is { } text ? ParseWord(attribute, text, words) : otherwise;

    public InputException Wrong(string attribute, string found, string expected)
    {
        var at = element.Attribute(attribute);
        return new InputException($"found {attribute}=\"{Clip(found)}\" in <{Name}>; expected {expected}", element.File, at?.Line ?? element.Line, at?.Column ?? element.Column);
    }

    private static string Clip(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private OscNode See(OscElement child)
    {
        child.Seen = true;
        run.Visit(child);
        return new OscNode(child, scope, run);
    }

    private string Resolve(OscAttribute attribute)
    {
        string value = attribute.Value.Trim();
        if (value.Length < 2 || value[0] != '$')
        {
            return attribute.Value;
        }

        if (value[1] == '{')
        {
            if (value[^1] != '}')
            {
                throw new InputException($"found the expression \"{Clip(value)}\" in <{Name}>; expected it to end with '}}'", element.File, attribute.Line, attribute.Column);
            }

            try
            {
                return new OscExpression(value[2..^1], scope.Find).Evaluate();
            }
            catch (FormatException) when (attribute.Name == "name")
            {
                // Names of conditions and the like decide nothing; some files write sums of words there.
                return attribute.Value;
            }
            catch (FormatException e)
            {
                run.Undeclared = e.Message.EndsWith("is not declared", StringComparison.Ordinal);
                throw new InputException($"found the expression \"{Clip(value)}\" in <{Name}>: {e.Message}", element.File, attribute.Line, attribute.Column, e);
            }
        }

        string name = value[1..];
        if (scope.Find(name) is { } known)
        {
            return known;
        }

        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':'))
        {
            return attribute.Value;
        }

        run.Undeclared = true;
        throw new InputException($"found the parameter \"${Clip(name)}\" in <{Name}>, which is not declared{OscRun.Hint(name, scope.Names())}", element.File, attribute.Line, attribute.Column);
    }

    private double? ParseNumber(string attribute, string text, bool bounded)
    {
        string plain = text.Trim();
        if (double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Math.Abs(value) <= MaxMagnitude)
        {
            return value;
        }

        return !bounded && ((double.IsFinite(value) && value > MaxMagnitude) || double.IsPositiveInfinity(value) || string.Equals(plain, "inf", StringComparison.OrdinalIgnoreCase))
            ? null
            : throw Wrong(attribute, text, "a finite number within ±1e12");
    }

    private int ParseInteger(string attribute, string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value == Math.Floor(value) && Math.Abs(value) <= 1e9
            ? (int)value
            : throw Wrong(attribute, text, "a whole number");

    private bool ParseFlag(string attribute, string text) => text.Trim() switch
    {
        "true" or "1" or "True" => true,
        "false" or "0" or "False" => false,
        _ => throw Wrong(attribute, text, "true or false"),
    };

    private T ParseWord<T>(string attribute, string text, (string Word, T Value)[] words)
    {
        string plain = text.Trim();
        foreach (var (word, value) in words)
        {
            if (word == plain)
            {
                return value;
            }
        }

        throw Wrong(attribute, text, $"one of {string.Join(", ", words.Select(w => w.Word))}");
    }
}
