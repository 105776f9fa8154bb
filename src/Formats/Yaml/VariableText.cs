using System.Text;

namespace Sim.Formats.Yaml;

/// <summary>Replaces <c>${NAME}</c> in a scalar; <c>$${</c> stands for <c>${</c>, <c>${secret:NAME}</c> stays.</summary>
internal static class VariableText
{
    /// <summary>The text with its variables replaced; the same instance when it holds none, or they mean nothing.</summary>
    /// <param name="raw">The text as the user wrote it.</param>
    /// <param name="options">Variables and limits.</param>
    /// <param name="already">Length of what was expanded before.</param>
    /// <param name="error">Makes the error about a part of the raw text; an empty part means all of it.</param>
    public static string Expand(string raw, YamlOptions options, int already, Func<string, string, InputException> error)
    {
        int next = options.Literal ? -1 : raw.IndexOf("${", StringComparison.Ordinal);
        if (next < 0)
        {
            return raw;
        }

        var result = new StringBuilder();
        int at = 0;
        while (next >= 0)
        {
            if (next > at && raw[next - 1] == '$')
            {
                result.Append(raw, at, next - 1 - at).Append("${");
                at = next + 2;
            }
            else
            {
                int end = raw.IndexOf('}', next);
                string name = end < 0 ? "" : raw[(next + 2)..end];
                if (!IsReference(name))
                {
                    string found = end < 0 ? raw[next..Math.Min(raw.Length, next + 20)] : raw[next..(end + 1)];
                    throw error(found, $"found '{found}'; write ${{NAME}}, ${{secret:NAME}}, or $${{ for the characters themselves");
                }

                string reference = raw[next..(end + 1)];
                bool beginsPath = next == 0 && end + 1 < raw.Length && raw[end + 1] == '/';
                result.Append(raw, at, next - at).Append(name.StartsWith("secret:", StringComparison.Ordinal) ? reference : Variable(name, reference, beginsPath, options, error));
                at = end + 1;
            }

            if (already + result.Length > options.MaxLength)
            {
                throw error("", "the text is too long after its variables were replaced");
            }

            next = raw.IndexOf("${", at, StringComparison.Ordinal);
        }

        return result.Append(raw, at, raw.Length - at).ToString();
    }

    private static string Variable(string name, string reference, bool beginsPath, YamlOptions options, Func<string, string, InputException> error)
    {
        string? value = options.Variables(name);
        if (string.IsNullOrEmpty(value))
        {
            throw error(reference, $"the environment variable '{name}' is {(value is null ? "not set" : "empty")}; set it, or write $${{{name}}} for the text itself");
        }

        // A folder in the environment is meant relative to where the command was started, not to the suite.
        return beginsPath && !Path.IsPathRooted(value) ? Path.GetFullPath(value, options.WorkingFolder).Replace('\\', '/') : value;
    }

    private static bool IsReference(string name)
    {
        var rest = name.StartsWith("secret:", StringComparison.Ordinal) ? name.AsSpan(7) : name.AsSpan();
        foreach (char c in rest)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return rest.Length is > 0 and <= 128 && !char.IsAsciiDigit(rest[0]);
    }
}
