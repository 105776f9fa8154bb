using System.Globalization;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Recordings;

/// <summary>The option <c>t0</c>.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="TimeUs">The time for <see cref="StartRule.At"/>, the spacing for <see cref="StartRule.Every"/> and <see cref="StartRule.Worst"/>; µs.</param>
public readonly record struct StartTime(StartRule Rule, long TimeUs)
{
    /// <summary>The first instant that will do.</summary>
    public static StartTime First { get; } = new(StartRule.First, 0);

    /// <summary>Reads <c>first</c>, <c>worst</c>, <c>every 0.5 s</c> or a time.</summary>
    /// <param name="value">The scalar.</param>
    /// <exception cref="InputException">None of these; names the place.</exception>
    public static StartTime Parse(Setting value)
    {
        ArgumentNullException.ThrowIfNull(value);
        string text = value.Kind == SettingKind.Scalar ? value.Text.Trim() : "";
        switch (text)
        {
            case "first":
                return First;
            case "worst":
                return new(StartRule.Worst, Horizon.FrameUs);
        }

        const string every = "every ";
        bool repeated = text.StartsWith(every, StringComparison.Ordinal);
        var time = Setting.Map(("t0", value with { Kind = SettingKind.Scalar, Text = repeated ? text[every.Length..] : text }));
        try
        {
            long us = new SettingReader(time, "t0").Duration("t0", repeated ? Horizon.StepUs : 0, 3_600_000_000)!.Value;
            return new(repeated ? StartRule.Every : StartRule.At, us);
        }
        catch (InputException e)
        {
            throw value.Error($"'t0' is {SettingReader.Describe(value)}; write first, worst, a time such as 2 s, or 'every 0.5 s' ({e.Message})");
        }
    }

    /// <summary>As it is written in a suite.</summary>
    public override string ToString() => Rule switch
    {
        StartRule.First => "first",
        StartRule.Worst => "worst",
        StartRule.Every => $"every {Text(TimeUs)}",
        _ => Text(TimeUs),
    };

    /// <summary>A time in seconds for people.</summary>
    internal static string Text(long us) => string.Create(CultureInfo.InvariantCulture, $"{us * 1e-6:0.######} s");
}
