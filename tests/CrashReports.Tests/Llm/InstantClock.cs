namespace Sim.Tests.CrashReports.Llm;

/// <summary>A clock on which pauses take no time: a timer that is asked to wait fires at once and its wait is noted. Limits of calls never run out.</summary>
internal sealed class InstantClock : TimeProvider
{
    // What is longer is the limit of a call.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(25);
    private readonly List<TimeSpan> _waits = [];
    private long _ticks;

    /// <summary>The pauses, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_waits)
            {
                return [.. _waits];
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Each look at the clock is a second later.</summary>
    public override long GetTimestamp() => Interlocked.Add(ref _ticks, TimeSpan.TicksPerSecond);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > LongestPause || dueTime == Timeout.InfiniteTimeSpan)
        {
            return new Never();
        }

        lock (_waits)
        {
            _waits.Add(dueTime);
        }

        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
