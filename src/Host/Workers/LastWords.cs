using System.Text;

namespace Sim.Host.Workers;

/// <summary>Finds what the runtime said when it brought a process down, among whatever else the process wrote. Pure.</summary>
internal static class LastWords
{
    private const int MaxLength = 300;
    private const string Unhandled = "Unhandled exception. ";

    // The first two have their text on the next line.
    private static readonly string[] Headings = ["Process terminated.", "Fatal error.", "Stack overflow.", "Out of memory."];

    /// <summary>The words on one line, without control characters, bounded; empty when there are none.</summary>
    public static string Of(ReadOnlySpan<byte> output)
    {
        string heading = "";
        foreach (var range in output.Split((byte)'\n'))
        {
            string line = Text(output[range]);
            if (heading.Length > 0)
            {
                return Bounded($"{heading} {line}");
            }

            if (line.StartsWith(Unhandled, StringComparison.Ordinal) || Headings.AsSpan(2).Contains(line))
            {
                return Bounded(line);
            }

            heading = Headings.AsSpan(0, 2).Contains(line) ? line : "";
        }

        return heading;
    }

    private static string Text(ReadOnlySpan<byte> line)
    {
        string text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 4 * MaxLength)]).TrimEnd();
        return new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
    }

    private static string Bounded(string text) => text.Length <= MaxLength ? text : text[..MaxLength] + "…";
}
