namespace Sim.Host.Output;

/// <summary>How text for people looks.</summary>
/// <param name="Terminal">True when the text goes to a terminal that understands control sequences.</param>
/// <param name="Colour">True when colours are wanted.</param>
internal sealed record Style(bool Terminal, bool Colour)
{
    /// <summary>The style of this process's standard error.</summary>
    public static Style OfStandardError(Func<string, string?> environment)
    {
        bool terminal = !Console.IsErrorRedirected && environment("TERM") is not (null or "" or "dumb");
        return new Style(terminal, terminal && string.IsNullOrEmpty(environment("NO_COLOR")));
    }

    /// <summary>Red.</summary>
    public string Red(string text) => Paint("31", text);

    /// <summary>Green.</summary>
    public string Green(string text) => Paint("32", text);

    /// <summary>Yellow.</summary>
    public string Yellow(string text) => Paint("33", text);

    private string Paint(string code, string text) => Colour ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
