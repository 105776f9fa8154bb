using System.Globalization;
using System.Text;

namespace Sim.Rpc.Peers;

/// <summary>A text that is equal for equal settings, wherever they stand in a file.</summary>
internal static class SettingKey
{
    /// <summary>The text.</summary>
    public static string Of(Setting setting)
    {
        var text = new StringBuilder();
        Append(text, setting);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Setting value)
    {
        text.Append(CultureInfo.InvariantCulture, $"{(int)value.Kind} {value.Text.Length}:{value.Text} {value.Items.Count}[");
        foreach (var item in value.Items)
        {
            Append(text, item);
        }

        text.Append(CultureInfo.InvariantCulture, $"] {value.Entries.Count}{{");
        foreach (var entry in value.Entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"{entry.Key.Length}:{entry.Key}=");
            Append(text, entry.Value);
        }

        text.Append('}');
    }
}
