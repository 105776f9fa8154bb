using System.Diagnostics;
using System.Globalization;

namespace Sim.Studies.PseudoSimulation;

/// <summary>A progress bar on the error stream: redrawn in place on a terminal, a line each tenth otherwise. Thread-safe.</summary>
/// <param name="what">What is being done.</param>
/// <param name="total">Pieces.</param>
internal sealed class ProgressLine(string what, int total)
{
    private const int Width = 30;

    private readonly Lock _gate = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _done;
    private int _drawn = -1;

    /// <summary>A piece is done.</summary>
    public void Step()
    {
        lock (_gate)
        {
            _done++;
            int parts = Console.IsErrorRedirected ? 10 : 200;
            int part = (int)((long)_done * parts / total);
            if (part == _drawn)
            {
                return;
            }

            _drawn = part;
            double seconds = _watch.Elapsed.TotalSeconds, left = seconds / _done * (total - _done);
            int full = (int)((long)_done * Width / total);
            string line = string.Create(CultureInfo.InvariantCulture, $"{what,-22} [{new string('#', full)}{new string('.', Width - full)}] {_done}/{total}  {seconds:0} s, {left:0} s left");
            Console.Error.Write(Console.IsErrorRedirected ? line + "\n" : "\r" + line + (_done == total ? "\n" : ""));
        }
    }
}
