namespace Sim.Formats.OpenScenario;

/// <summary>An element as the file has it. Counts what was read of it, so that nothing is dropped in silence.</summary>
internal sealed class OscElement(string name, OscElement? parent, string file, int line, int column)
{
    public string Name { get; } = name;

    public OscElement? Parent { get; } = parent;

    public string File { get; } = file;

    public int Line { get; } = line;

    public int Column { get; } = column;

    public List<OscAttribute> Attributes { get; } = [];

    public List<OscElement> Children { get; } = [];

    public string Text { get; set; } = "";

    /// <summary>True when a reader came here.</summary>
    public bool Seen { get; set; }

    public OscAttribute? Attribute(string attribute)
    {
        foreach (var item in Attributes)
        {
            if (item.Name == attribute)
            {
                item.Seen = true;
                return item;
            }
        }

        return null;
    }

    /// <summary>Element names from the document element down, with names of their own where there are any.</summary>
    public string Path()
    {
        var parts = new List<string>();
        for (var at = this; at is not null; at = at.Parent)
        {
            string? own = null;
            foreach (var item in at.Attributes)
            {
                own ??= item.Name is "name" or "entityRef" ? item.Value : null;
            }

            parts.Add(own is null ? at.Name : $"{at.Name}[{(own.Length > 60 ? own[..60] : own)}]");
        }

        parts.Reverse();
        return string.Join('/', parts);
    }

    public InputException Error(string message) => new(message, File, Line, Column);
}
