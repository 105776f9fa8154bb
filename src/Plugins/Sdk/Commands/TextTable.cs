using System.Text;

namespace Sim.Plugins.Sdk;

/// <summary>Text in aligned columns, for what a verb shows to people. Long cells are cut, control characters become spaces. Not thread-safe.</summary>
/// <param name="headings">Headings of the columns.</param>
public sealed class TextTable(params string[] headings)
{
    private const int MaxCell = 100;
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row, one cell for each heading.</summary>
    public void Add(params string[] cells) => _rows.Add([.. cells.Select(Cell)]);

    /// <summary>Writes the table.</summary>
    public void Write(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var widths = headings.Select((h, i) => Math.Max(h.Length, _rows.Count == 0 ? 0 : _rows.Max(r => r[i].Length))).ToArray();
        Line(output, headings, widths);
        foreach (string[] row in _rows)
        {
            Line(output, row, widths);
        }
    }

    private static void Line(TextWriter output, string[] cells, int[] widths)
    {
        var line = new StringBuilder("  ");
        for (int i = 0; i < cells.Length; i++)
        {
            line.Append(i == cells.Length - 1 ? cells[i] : cells[i].PadRight(widths[i] + 2));
        }

        output.WriteLine(line.ToString().TrimEnd());
    }

    // Control characters from outside must not reach a terminal.
    private static string Cell(string text)
    {
        string plain = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return plain.Length <= MaxCell ? plain : plain[..(MaxCell - 1)] + "…";
    }
}
