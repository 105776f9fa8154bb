using System.Globalization;
using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>Declarations and assignments of parameters and variables.</summary>
internal static class OscParameters
{
    private static readonly (string, StoryboardValueType)[] Types =
    [
        ("string", StoryboardValueType.Text), ("double", StoryboardValueType.Number), ("int", StoryboardValueType.Whole), ("integer", StoryboardValueType.Whole),
        ("unsignedInt", StoryboardValueType.WholeUnsigned), ("unsignedShort", StoryboardValueType.WholeShort), ("boolean", StoryboardValueType.Flag), ("dateTime", StoryboardValueType.DateTime),
    ];

    /// <summary>The word of a type; one that all versions know.</summary>
    public static string TypeWord(StoryboardValueType type) => type == StoryboardValueType.Whole ? "integer" : OscOut.Word(Types, type);

    /// <summary>Declares the parameters of an element in a scope; what is given goes before their values.</summary>
    /// <returns>The declarations, resolved.</returns>
    public static List<StoryboardValue> Declare(OscNode holder, OscScope scope, IReadOnlyDictionary<string, string>? given)
    {
        var values = new List<StoryboardValue>();
        if (holder.Child("ParameterDeclarations") is { } declarations)
        {
            foreach (var declaration in declarations.In(scope).All("ParameterDeclaration"))
            {
                var value = Value(declaration, "parameterType", given);
                Constrain(declaration, value);
                scope.Set(value.Name, value.Value);
                values.Add(value);
            }
        }

        foreach (var (name, _) in given ?? Ordered.Empty)
        {
            if (!values.Exists(v => v.Name == name))
            {
                scope.Set(name, given![name]);
            }
        }

        return values;
    }

    public static List<StoryboardValue> Variables(OscNode root) =>
        root.Child("VariableDeclarations") is { } declarations ? [.. declarations.All("VariableDeclaration").Select(d => Value(d, "variableType", null))] : [];

    public static Dictionary<string, string>? Assignments(OscNode reference)
    {
        if (reference.Child("ParameterAssignments") is not { } assignments)
        {
            return null;
        }

        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var assignment in assignments.All("ParameterAssignment"))
        {
            given[Name(assignment, "parameterRef")] = assignment.Text("value");
        }

        return given;
    }

    /// <summary>The name that an attribute refers to: written with or without the dollar sign.</summary>
    public static string Name(OscNode node, string attribute)
    {
        string raw = node.Element.Attribute(attribute)?.Value.Trim() ?? node.Text(attribute);
        return raw.StartsWith('$') ? raw[1..] : raw;
    }

    private static StoryboardValue Value(OscNode declaration, string typeName, IReadOnlyDictionary<string, string>? given)
    {
        string name = declaration.Text("name");
        var type = declaration.Word(typeName, Types);
        string own = declaration.Text("value");
        string text = given is not null && given.TryGetValue(name, out string? over) ? over : own;
        return new StoryboardValue(name, type, Canonical(declaration, name, type, text));
    }

    private static string Canonical(OscNode declaration, string name, StoryboardValueType type, string text)
    {
        string plain = text.Trim();
        switch (type)
        {
            case StoryboardValueType.Text or StoryboardValueType.DateTime:
                return text;
            case StoryboardValueType.Flag:
                return plain switch
                {
                    "true" or "1" or "True" => "true",
                    "false" or "0" or "False" => "false",
                    _ => Odd(declaration, name, text),
                };
            default:
                bool whole = type != StoryboardValueType.Number;
                double low = type is StoryboardValueType.WholeUnsigned or StoryboardValueType.WholeShort ? 0 : -1e12;
                double high = type == StoryboardValueType.WholeShort ? 65535 : 1e12;
                if (!double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !(number >= low && number <= high) || (whole && number != Math.Floor(number)))
                {
                    return Odd(declaration, name, text);
                }

                return plain;
        }
    }

    // It is wrong only where a number is asked for.
    private static string Odd(OscNode declaration, string name, string text)
    {
        declaration.Run.Assumptions.Add($"the parameter '{name}' is kept as text: its value is not of the type that it is declared with");
        return text;
    }

    private static void Constrain(OscNode declaration, StoryboardValue value)
    {
        var groups = declaration.All("ConstraintGroup");
        if (groups.Count > 0 && !groups.Exists(g => g.All("ValueConstraint").TrueForAll(c => StoryRules.Holds(value.Value, c.Word("rule", OscWords.Rules), c.Text("value")))))
        {
            throw declaration.Wrong("value", value.Value, $"a value that one of the constraint groups of '{value.Name}' allows");
        }
    }
}
