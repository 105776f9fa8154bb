using System.Diagnostics;
using System.Globalization;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.SparseAutoencoders.Training;

/// <summary>Progress for people: one line that renews itself on a terminal, a plain line every few seconds elsewhere. Not thread-safe.</summary>
/// <param name="console">Where it goes.</param>
/// <param name="quiet">True for nothing at all.</param>
internal sealed class ProgressLine(ICommandConsole console, bool quiet) : IDisposable
{
    private const int BarWidth = 16;
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5), TerminalInterval = TimeSpan.FromMilliseconds(100);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _shown;
    private bool _open;

    /// <summary>Seconds since it began.</summary>
    public double Seconds => Math.Max(_clock.Elapsed.TotalSeconds, 1e-3);

    /// <summary>Shows where the work stands, when it is time.</summary>
    /// <param name="done">Tokens so far.</param>
    /// <param name="total">Tokens in all.</param>
    /// <param name="fresh">Tokens since it began, of which the rate is told.</param>
    /// <param name="words">What else to say.</param>
    public void Show(long done, long total, long fresh, string words)
    {
        if (quiet || _clock.Elapsed - _shown < (console.IsTerminal ? TerminalInterval : PlainInterval))
        {
            return;
        }

        _shown = _clock.Elapsed;
        double rate = fresh / Seconds, left = (total - done) / Math.Max(rate, 1e-9);
        string text = string.Create(CultureInfo.InvariantCulture, $"{100.0 * done / total:0.0} %{words}, {rate:0} tokens/s, {Left(left)} left");
        if (console.IsTerminal)
        {
            int filled = (int)Math.Min(BarWidth, BarWidth * (double)done / total);
            console.Error.Write($"\r\u001b[2K[{new string('#', filled)}{new string('.', BarWidth - filled)}] {text}");
            _open = true;
        }
        else
        {
            console.Error.WriteLine(text);
        }

        console.Error.Flush();
    }

    /// <summary>Removes the line.</summary>
    public void Dispose()
    {
        if (_open)
        {
            console.Error.Write("\r\u001b[2K");
            console.Error.Flush();
        }
    }

    private static string Left(double seconds) => seconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds):0} s")
        : seconds < 3600 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds / 60):0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h");
}
