using System.Text;

namespace Sim.Plugins.CrashReports.Solving;

/// <summary>Members of enumerations as the words of the byte form. Pure.</summary>
internal static class Words
{
    /// <summary>The snake_case word of a member.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var text = new StringBuilder();
        foreach (char c in value.ToString())
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
