using Sim.Plugins.Sdk;

namespace Sim.Tests.Rpc;

/// <summary>A driver that answers by a script and counts what it was asked. Thread-safe as far as the script is.</summary>
internal sealed class ScriptedDriver(Func<Observation, DriverAnswer> script) : IDriver
{
    private int _started;
    private int _ended;
    private int _asked;

    public string Name { get; init; } = "scripted";

    public string Description => "Answers by a script.";

    public DriverInfo Info { get; init; } = new("scripted", "1.2", Reproducibility.FromRecording);

    public Action<DriverTask, Setting, CancellationToken>? OnStart { get; init; }

    public int Started => _started;

    public int Ended => _ended;

    public int Asked => _asked;

    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _started);
        OnStart?.Invoke(task, options, cancellationToken);
        return new Session(this, script);
    }

    private sealed class Session(ScriptedDriver driver, Func<Observation, DriverAnswer> script) : IDriverSession
    {
        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref driver._asked);
            return script(observation);
        }

        public void Dispose() => Interlocked.Increment(ref driver._ended);
    }
}
