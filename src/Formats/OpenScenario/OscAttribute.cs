namespace Sim.Formats.OpenScenario;

/// <summary>An attribute as the file has it.</summary>
internal sealed class OscAttribute(string name, string value, int line, int column)
{
    public string Name { get; } = name;

    public string Value { get; } = value;

    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>True when a reader asked for it.</summary>
    public bool Seen { get; set; }
}
