using System.Globalization;

namespace Sim.Reports.Requirements;

/// <summary>
/// Reads requirements from ReqIF 1.x: every spec object that is no mere heading, its attributes by the long names of their definitions. No DTD, no
/// entity, limits on depth, elements and texts.
/// </summary>
internal static class RequirementReqIf
{
    private static readonly string[] Ids = ["id", "requirement_id", "req_id", "object_identifier", "identifier", "foreignid"];
    private static readonly string[] Texts = ["text", "description", "requirement", "requirement_text", "object_text"];
    private static readonly string[] Headings = ["chaptername", "object_heading"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">Wrong, with line and column.</exception>
    public static IReadOnlyList<Requirement> Read(ReadOnlyMemory<byte> content, string file)
    {
        var document = ReqIfDocument.Read(content, file);
        var requirements = new List<Requirement>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in document.Objects)
        {
            if (Requirement(item, document, file) is not { } requirement)
            {
                continue;
            }

            if (!lines.TryAdd(requirement.Id, item.Line))
            {
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the requirement '{requirement.Id}' was already declared in line {lines[requirement.Id]}"), file, item.Line);
            }

            requirements.Add(requirement);
        }

        return requirements;
    }

    private static Requirement? Requirement(ReqIfObject item, ReqIfDocument document, string file)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var plain = new Dictionary<string, (string Name, string Text)>(StringComparer.Ordinal);
        foreach (var value in item.Values)
        {
            string name = document.Definitions.GetValueOrDefault(value.Definition)
                ?? throw new InputException($"a value refers to the attribute definition '{value.Definition}', which the file does not have", file, value.Line);
            string text = value.Choices.Count == 0 ? value.Text.Trim() : string.Join(", ", value.Choices.Select(c => document.Choices.GetValueOrDefault(c)
                ?? throw new InputException($"a value refers to the enumeration value '{c}', which the file does not have", file, value.Line)));
            if (text.Length > 0 && attributes.TryAdd(name, text))
            {
                plain.TryAdd(Plain(name), (name, text));
            }
        }

        string Take(params string[] names)
        {
            foreach (string name in names)
            {
                if (plain.Remove(name, out var found))
                {
                    attributes.Remove(found.Name);
                    return found.Text;
                }
            }

            return "";
        }

        string id = Take(Ids), body = Take(Texts);
        if (body.Length == 0 && Headings.Any(plain.ContainsKey))
        {
            return null;
        }

        string category = plain.TryGetValue("category", out var written) ? RequirementFiles.Category(written.Text) : "";
        if (category.Length > 0)
        {
            Take("category");
        }

        id = id.Length > 0 ? id : item.Identifier;
        return id.Length > 200
            ? throw new InputException("the id of a requirement has more than 200 characters", file, item.Line)
            : new Requirement
            {
                Id = id,
                Text = body.Length > 0 ? body : item.Description.Length > 0 ? item.Description : item.LongName,
                TriggeringCondition = Take("triggering_condition"),
                Category = category,
                Attributes = Ordered.Copy(attributes),
                Source = $"{file}#{item.Identifier}",
            };
    }

    private static string Plain(string name)
    {
        const string Prefix = "reqif_";
        string plain = RequirementFiles.Plain(name);
        return plain.StartsWith(Prefix, StringComparison.Ordinal) ? plain[Prefix.Length..] : plain;
    }
}
