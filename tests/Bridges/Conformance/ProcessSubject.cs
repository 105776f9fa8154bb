using System.Diagnostics;
using System.Text;
using Sim.Rpc.Peers;

namespace Sim.Tests.Bridges;

/// <summary>A simulator in a process of its own, started as a side-car.</summary>
public abstract class ProcessSubject : Subject
{
    private ChildProcess? _process;

    /// <summary>Program and arguments.</summary>
    protected abstract IReadOnlyList<string> Command { get; }

    /// <summary>Environment variables that are added.</summary>
    protected virtual IReadOnlyList<SettingEntry> Environment => [];

    /// <summary>How long it may take to start.</summary>
    protected virtual TimeSpan StartLimit => TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    protected override async Task<string> StartAsync()
    {
        _process = ChildProcess.Start(
            new ChildCommand { Arguments = Command, Shown = string.Join(' ', Command), Environment = Environment }, AppContext.BaseDirectory, static _ => null, inTerminal: false);
        long begin = Stopwatch.GetTimestamp();
        while (!File.Exists(_process.SocketPath))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(begin) > StartLimit)
            {
                throw new InvalidOperationException($"{string.Join(' ', Command)} does not start: {_process.Ending()}\n{Encoding.UTF8.GetString(_process.Log.Take())}");
            }

            await Task.Delay(20);
        }

        return _process.Address;
    }

    /// <inheritdoc/>
    protected override Task StopAsync()
    {
        _process?.Dispose();
        return Task.CompletedTask;
    }
}
