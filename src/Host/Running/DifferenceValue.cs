using System.Globalization;

namespace Sim.Host.Running;

/// <summary>A number, or words.</summary>
/// <param name="Number">The number, or null.</param>
/// <param name="Text">The words, when it is no number.</param>
internal readonly record struct DifferenceValue(double? Number, string Text)
{
    private const int MaxShown = 200;

    /// <summary>A number.</summary>
    public static DifferenceValue Of(double number) => new(number, "");

    /// <summary>Words.</summary>
    public static DifferenceValue Of(string text) => new(null, text);

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Number is { } number)
        {
            return number.ToString("R", CultureInfo.InvariantCulture);
        }

        var line = Text.Select(c => char.IsControl(c) ? ' ' : c).Take(MaxShown).ToArray();
        return Text.Length > MaxShown ? new string(line) + "…" : new string(line);
    }
}
