using System.Diagnostics;
using System.Globalization;

namespace Sim.Host.Output;

/// <summary>Progress of a search for people: one line that renews itself on a terminal, a plain line every few seconds elsewhere. Not thread-safe.</summary>
/// <param name="error">For people.</param>
/// <param name="style">How it looks.</param>
/// <param name="what">What is going on, e.g. "minimising".</param>
/// <param name="maxRuns">Runs that are allowed.</param>
internal sealed class TrialProgress(TextWriter error, Style style, string what, int maxRuns)
{
    private const int BarWidth = 16;
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _shown;

    /// <summary>A run has ended.</summary>
    /// <param name="runs">Runs so far.</param>
    public void Ran(int runs)
    {
        if (!style.Terminal && _clock.Elapsed - _shown < PlainInterval)
        {
            return;
        }

        _shown = _clock.Elapsed;
        int filled = Math.Min(BarWidth, (int)((long)BarWidth * runs / Math.Max(1, maxRuns)));
        string rate = string.Create(CultureInfo.InvariantCulture, $"{runs / Math.Max(_clock.Elapsed.TotalSeconds, 1e-3):0.0}/s");
        if (style.Terminal)
        {
            error.Write($"\r\u001b[2K[{new string('#', filled)}{new string('.', BarWidth - filled)}] {what}: {runs} of at most {maxRuns} runs, {rate}");
        }
        else
        {
            error.WriteLine($"{what}: {runs} of at most {maxRuns} runs, {rate}");
        }

        error.Flush();
    }

    /// <summary>Removes the line.</summary>
    public void End()
    {
        if (style.Terminal)
        {
            error.Write("\r\u001b[2K");
        }
    }
}
