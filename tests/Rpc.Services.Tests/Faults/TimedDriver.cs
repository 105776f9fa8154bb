using System.Diagnostics;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;

namespace Sim.Tests.Rpc;

/// <summary>A remote driver whose calls are timed against their deadlines. Not thread-safe.</summary>
internal sealed class TimedDriver(RemoteDriver driver, string caseId) : IDriver
{
    public string Name => driver.Name;

    public string Description => driver.Description;

    public DriverInfo Info => driver.Info;

    /// <summary>By how much a call was longer than it may be, at worst.</summary>
    public TimeSpan WorstExcess { get; private set; } = TimeSpan.MinValue;

    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        var session = Time(driver.Options.Deadlines.Open, () => driver.Start(task, options, caseId, null, cancellationToken));
        return new Session(this, session);
    }

    private T Time<T>(TimeSpan deadline, Func<T> call)
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

    private sealed class Session(TimedDriver timed, IDriverSession session) : IDriverSession
    {
        private bool _answered;

        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            var deadlines = timed.Deadlines;
            var answer = timed.Time(_answered ? deadlines.Step : deadlines.FirstStep, () => session.Decide(observation, cancellationToken));
            _answered = true;
            return answer;
        }

        public void Dispose() => timed.Time(timed.Deadlines.Close, () =>
        {
            session.Dispose();
            return true;
        });
    }

    private Deadlines Deadlines => driver.Options.Deadlines;
}
