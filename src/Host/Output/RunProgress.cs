using System.Diagnostics;
using System.Globalization;

namespace Sim.Host.Output;

/// <summary>
/// Progress for people: one line that renews itself on a terminal, a plain line every few seconds elsewhere. Calls may come from several
/// threads.
/// </summary>
internal sealed class RunProgress
{
    private const int BarWidth = 16;
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);
    private readonly TextWriter _error;
    private readonly Style _style;
    private readonly bool _quiet;
    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _shown;
    private int _total;
    private int _already;
    private int _done;
    private int _failed;
    private int _errors;
    private bool _lineOpen;

    /// <summary>Progress on a writer.</summary>
    public RunProgress(TextWriter error, Style style, bool quiet)
    {
        _error = error;
        _style = style;
        _quiet = quiet;
    }

    /// <summary>Says nothing.</summary>
    public static RunProgress Silent { get; } = new(TextWriter.Null, new Style(false, false), true);

    /// <summary>Begins.</summary>
    /// <param name="total">Cases of this folder.</param>
    /// <param name="already">Of these, already committed.</param>
    public void Begin(int total, int already)
    {
        _total = total;
        _already = already;
        _clock.Restart();
    }

    /// <summary>A case has ended.</summary>
    public void Finished(CaseResult result, CaseVerdict verdict, TimeSpan elapsed)
    {
        lock (_gate)
        {
            _done++;
            _failed += verdict == CaseVerdict.Failed ? 1 : 0;
            _errors += verdict == CaseVerdict.Error ? 1 : 0;
            if (!_quiet && verdict == CaseVerdict.Error && _errors <= 5)
            {
                Clear();
                _error.WriteLine($"{_style.Red("error")} {result.Case.Id}: {result.Reason}");
            }
        }
    }

    /// <summary>Renews the line when it is time.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            if (_quiet || (!_style.Terminal && _clock.Elapsed - _shown < PlainInterval))
            {
                return;
            }

            _shown = _clock.Elapsed;
            if (_style.Terminal)
            {
                Clear();
                _error.Write(Line());
                _lineOpen = true;
            }
            else
            {
                _error.WriteLine(Line());
            }

            _error.Flush();
        }
    }

    /// <summary>Removes the line.</summary>
    public void End()
    {
        lock (_gate)
        {
            Clear();
        }
    }

    private void Clear()
    {
        if (_lineOpen)
        {
            _error.Write("\r\u001b[2K");
            _lineOpen = false;
        }
    }

    private string Line()
    {
        int done = _already + _done;
        double seconds = Math.Max(_clock.Elapsed.TotalSeconds, 1e-3);
        double rate = _done / seconds;
        string left = _done == 0 ? "?" : Duration(TimeSpan.FromSeconds((_total - done) / rate));
        int filled = _total == 0 ? BarWidth : (int)((long)BarWidth * done / _total);
        string bar = _style.Terminal ? $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] " : "";
        string trouble = (_failed > 0 ? $", {_failed} failed" : "") + (_errors > 0 ? $", {_errors} in error" : "");
        return string.Create(CultureInfo.InvariantCulture, $"{bar}{done}/{_total} cases, {rate:0.0}/s, {left} left{trouble}");
    }

    /// <summary>"45 s", "3 min 20 s", "2 h 5 min".</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s")
        : time.TotalMinutes < 60 ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min");
}
