using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Sim.Tests.Faults;

namespace Sim.Tests.Rpc;

/// <summary>A remote driver whose calls are timed against their deadlines. Not thread-safe.</summary>
internal sealed class TimedDriver(RemoteDriver driver, string caseId) : IDriver
{
    private readonly CallTimer _timer = new();

    public string Name => driver.Name;

    public string Description => driver.Description;

    public DriverInfo Info => driver.Info;

    /// <summary>By how much a call was longer than it may be, at worst.</summary>
    public TimeSpan WorstExcess => _timer.WorstExcess;

    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        var session = _timer.Time(driver.Options.Deadlines.Open, () => driver.Start(task, options, caseId, null, cancellationToken));
        return new Session(this, session);
    }

    private sealed class Session(TimedDriver timed, IDriverSession session) : IDriverSession
    {
        private bool _answered;

        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            var deadlines = timed.Deadlines;
            var answer = timed._timer.Time(_answered ? deadlines.Step : deadlines.FirstStep, () => session.Decide(observation, cancellationToken));
            _answered = true;
            return answer;
        }

        public void Dispose() => timed._timer.Time(timed.Deadlines.Close, () => session.Dispose());
    }

    private Deadlines Deadlines => driver.Options.Deadlines;
}
