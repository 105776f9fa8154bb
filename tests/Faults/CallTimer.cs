using System.Diagnostics;

namespace Sim.Tests.Faults;

/// <summary>Times calls against their deadlines. Not thread-safe.</summary>
internal sealed class CallTimer
{
    /// <summary>By how much a call was longer than it may be, at worst.</summary>
    public TimeSpan WorstExcess { get; private set; } = TimeSpan.MinValue;

    public T Time<T>(TimeSpan deadline, Func<T> call)
    {
        long begin = Stopwatch.GetTimestamp();
        try
        {
            return call();
        }
        finally
        {
            var excess = Stopwatch.GetElapsedTime(begin) - deadline;
            WorstExcess = excess > WorstExcess ? excess : WorstExcess;
        }
    }

    public void Time(TimeSpan deadline, Action call) => Time(deadline, () =>
    {
        call();
        return true;
    });
}
