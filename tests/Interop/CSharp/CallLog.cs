using System.Collections.Concurrent;

namespace Sim.Tests.Interop;

/// <summary>How calls with a key ended, as the server saw it.</summary>
internal sealed class CallLog
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _calls = new(StringComparer.Ordinal);

    public void Begin(string key) => _calls[key] = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);

    public void End(string key, bool cancelled) => _calls[key].TrySetResult(cancelled ? "cancelled" : "finished");

    public async Task<string> EndedAsync(string key, TimeSpan wait)
    {
        if (!_calls.TryGetValue(key, out var ended)) return "unknown";
        await Task.WhenAny(ended.Task, Task.Delay(wait));
        return ended.Task.IsCompleted ? await ended.Task : "running";
    }
}
