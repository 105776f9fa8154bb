using System.Text;

namespace Sim;

/// <summary>
/// References to secrets: <c>${secret:NAME}</c>. Settings keep the reference; it is resolved where the value is used, as late as possible, and
/// the result is never put back into settings, results or messages. Thread-safe when the lookup is.
/// </summary>
public static class Secrets
{
    private const string Open = "${secret:";

    /// <summary>True when the text refers to a secret.</summary>
    /// <param name="text">Any text.</param>
    public static bool Mentions(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains(Open, StringComparison.Ordinal);
    }

    /// <summary>The text with its references replaced. Keep the result out of anything that is written.</summary>
    /// <param name="value">A scalar.</param>
    /// <param name="lookup">Finds a secret by name; null when it is not set.</param>
    /// <exception cref="InputException">A secret is not set or a reference is malformed; the message names it and holds no value.</exception>
    public static string Resolve(Setting value, Func<string, string?> lookup)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(lookup);
        var result = new StringBuilder(value.Text.Length);
        int at = 0;
        while (true)
        {
            int open = value.Text.IndexOf(Open, at, StringComparison.Ordinal);
            if (open < 0)
            {
                return result.Append(value.Text, at, value.Text.Length - at).ToString();
            }

            int close = value.Text.IndexOf('}', open);
            if (close < 0)
            {
                throw value.Error("the reference to a secret does not end; write ${secret:NAME}");
            }

            string name = value.Text[(open + Open.Length)..close];
            string secret = lookup(name) ?? throw value.Error($"the secret '{name}' is not set");
            result.Append(value.Text, at, open - at).Append(secret);
            at = close + 1;
        }
    }
}
