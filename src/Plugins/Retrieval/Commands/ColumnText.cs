using System.Text;

namespace Sim.Plugins.Retrieval.Commands;

/// <summary>A table for people: text in aligned columns. Control characters from outside do not reach the terminal. Not thread-safe.</summary>
internal sealed class ColumnText(params string[] headings)
{
    private const int MostPerCell = 80;
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row, one cell for each heading.</summary>
    public void Add(params string[] cells) => _rows.Add([.. cells.Select(Cell)]);

    /// <summary>Writes it.</summary>
    public void Write(TextWriter output)
    {
        int[] widths = [.. headings.Select((h, i) => Math.Max(h.Length, _rows.Select(r => r[i].Length).DefaultIfEmpty().Max()))];
        foreach (string[] row in _rows.Prepend(headings))
        {
            var line = new StringBuilder();
            for (int i = 0; i < row.Length; i++)
            {
                line.Append(row[i].PadRight(widths[i] + 2));
            }

            output.WriteLine(line.ToString().TrimEnd());
        }
    }

    private static string Cell(string text)
    {
        string plain = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return plain.Length <= MostPerCell ? plain : "…" + plain[^(MostPerCell - 1)..];
    }
}
