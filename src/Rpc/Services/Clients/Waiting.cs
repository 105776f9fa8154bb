using System.Globalization;

namespace Sim.Rpc.Services;

/// <summary>Waits for a call on the calling thread, never longer than its deadline, whatever the transport does.</summary>
internal static class Waiting
{
    /// <summary>Waits for a task.</summary>
    /// <returns>False when the time is over.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public static bool Ends(Task task, TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (task.IsCompleted)
        {
            return true;
        }

        try
        {
            return task.Wait(atMost, cancellationToken);
        }
        catch (AggregateException)
        {
            // Its failure is thrown by whoever asks for the result.
            return true;
        }
    }

    /// <summary>"5 s", "150 ms".</summary>
    public static string Text(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? "none"
        : time.Ticks % TimeSpan.TicksPerSecond == 0 ? string.Create(CultureInfo.InvariantCulture, $"{time.Ticks / TimeSpan.TicksPerSecond} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds} ms");

    /// <summary>What is left of a time that began at a timestamp, not negative.</summary>
    public static TimeSpan Left(TimeSpan whole, long since)
    {
        if (whole == Timeout.InfiniteTimeSpan)
        {
            return whole;
        }

        var left = whole - System.Diagnostics.Stopwatch.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
