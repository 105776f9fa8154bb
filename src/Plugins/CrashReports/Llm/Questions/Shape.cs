using System.Text.Json;

namespace Sim.Plugins.CrashReports.Llm.Questions;

/// <summary>
/// The form of an answer: written as a strict JSON Schema for the service and checked again on our side, since not every service keeps to it. Immutable.
/// </summary>
internal abstract class Shape
{
    /// <summary>Longest text of a member.</summary>
    public const int MaxText = 4000;

    /// <summary>What it means; goes into schema and prompt.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>Writes it as JSON Schema.</summary>
    public abstract void Write(Utf8JsonWriter json);

    /// <summary>Adds what is wrong with a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="wrong">Where to; sentences.</param>
    public abstract void Check(JsonElement value, string path, List<string> wrong);

    /// <summary>Writes the value that says nothing.</summary>
    public virtual void WriteEmpty(Utf8JsonWriter json) => json.WriteNullValue();

    /// <summary>The schema as UTF-8 JSON.</summary>
    public byte[] Schema()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            Write(json);
        }

        return bytes.ToArray();
    }

    /// <summary>Free text.</summary>
    public static Shape Text(string meaning) => new TextShape { Meaning = meaning };

    /// <summary>A number or null.</summary>
    public static Shape Number(string meaning) => new NumberShape { Meaning = meaning };

    /// <summary>true or false.</summary>
    public static Shape Truth(string meaning) => new TruthShape { Meaning = meaning };

    /// <summary>One of some words.</summary>
    public static Shape Word(string meaning, params IReadOnlyList<string> words) => new WordShape(words) { Meaning = meaning };

    /// <summary>A list.</summary>
    public static Shape List(string meaning, Shape item, int max) => new ListShape(item, max) { Meaning = meaning };

    /// <summary>An object with exactly these members.</summary>
    public static Shape Of(string meaning, params IReadOnlyList<(string Name, Shape Shape)> members) => new ObjectShape(members) { Meaning = meaning };

    /// <summary>The members of an object, else none.</summary>
    public virtual IReadOnlyList<(string Name, Shape Shape)> Members => [];

    /// <summary>The item of a list, else null.</summary>
    public virtual Shape? Item => null;

    /// <summary>The words that are allowed, else none.</summary>
    public virtual IReadOnlyList<string> Words => [];

    private void Head(Utf8JsonWriter json, string type)
    {
        json.WriteString("type", type);
        Describe(json);
    }

    private void Describe(Utf8JsonWriter json)
    {
        if (Meaning.Length > 0)
        {
            json.WriteString("description", Meaning);
        }
    }

    private sealed class TextShape : Shape
    {
        public override void WriteEmpty(Utf8JsonWriter json) => json.WriteStringValue("");

        public override void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            Head(json, "string");
            json.WriteEndObject();
        }

        public override void Check(JsonElement value, string path, List<string> wrong)
        {
            if (value.ValueKind != JsonValueKind.String)
            {
                wrong.Add($"{path} must be a text");
            }
            else if (value.GetString()!.Length > MaxText)
            {
                wrong.Add(FormattableString.Invariant($"{path} is longer than {MaxText} characters"));
            }
        }
    }

    private sealed class NumberShape : Shape
    {
        public override void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteStartArray("type");
            json.WriteStringValue("number");
            json.WriteStringValue("null");
            json.WriteEndArray();
            Describe(json);
            json.WriteEndObject();
        }

        public override void Check(JsonElement value, string path, List<string> wrong)
        {
            if (value.ValueKind != JsonValueKind.Null && (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double number) || !double.IsFinite(number)))
            {
                wrong.Add($"{path} must be a number or null");
            }
        }
    }

    private sealed class TruthShape : Shape
    {
        public override void WriteEmpty(Utf8JsonWriter json) => json.WriteBooleanValue(true);

        public override void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            Head(json, "boolean");
            json.WriteEndObject();
        }

        public override void Check(JsonElement value, string path, List<string> wrong)
        {
            if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                wrong.Add($"{path} must be true or false");
            }
        }
    }

    private sealed class WordShape(IReadOnlyList<string> words) : Shape
    {
        public override IReadOnlyList<string> Words => words;

        public override void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            Head(json, "string");
            json.WriteStartArray("enum");
            foreach (string word in words)
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        public override void Check(JsonElement value, string path, List<string> wrong)
        {
            if (value.ValueKind != JsonValueKind.String || !words.Contains(value.GetString()!, StringComparer.Ordinal))
            {
                wrong.Add($"{path} must be one of {string.Join(", ", words)}");
            }
        }
    }

    private sealed class ListShape(Shape item, int max) : Shape
    {
        public override Shape Item => item;

        public override void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            Head(json, "array");
            json.WritePropertyName("items");
            item.Write(json);
            json.WriteEndObject();
        }

        public override void Check(JsonElement value, string path, List<string> wrong)
        {
            if (value.ValueKind != JsonValueKind.Array)
            {
                wrong.Add($"{path} must be a list");
                return;
            }

            if (value.GetArrayLength() > max)
            {
                wrong.Add(FormattableString.Invariant($"{path} must have at most {max} items"));
                return;
            }

            int number = 0;
            foreach (var one in value.EnumerateArray())
            {
                item.Check(one, FormattableString.Invariant($"{path}/{++number}"), wrong);
            }
        }
    }

    private sealed class ObjectShape(IReadOnlyList<(string Name, Shape Shape)> members) : Shape
    {
        public override IReadOnlyList<(string Name, Shape Shape)> Members => members;

        public override void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            Head(json, "object");
            json.WriteStartObject("properties");
            foreach (var (name, shape) in members)
            {
                json.WritePropertyName(name);
                shape.Write(json);
            }

            json.WriteEndObject();
            json.WriteStartArray("required");
            foreach (var (name, _) in members)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            json.WriteBoolean("additionalProperties", false);
            json.WriteEndObject();
        }

        public override void Check(JsonElement value, string path, List<string> wrong)
        {
            string at = path.Length == 0 ? "the answer" : path;
            if (value.ValueKind != JsonValueKind.Object)
            {
                wrong.Add($"{at} must be an object");
                return;
            }

            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in value.EnumerateObject())
            {
                if (!members.Any(m => m.Name == member.Name))
                {
                    wrong.Add($"{at} has a member that the schema does not know");
                }
                else if (!seen.Add(member.Name))
                {
                    wrong.Add($"{at} has the member '{member.Name}' twice");
                }
            }

            foreach (var (name, shape) in members)
            {
                if (value.TryGetProperty(name, out var member))
                {
                    shape.Check(member, path.Length == 0 ? name : $"{path}/{name}", wrong);
                }
                else
                {
                    wrong.Add($"{at} lacks the member '{name}'");
                }
            }
        }
    }
}
