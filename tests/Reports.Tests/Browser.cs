using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Sim.Tests.Reports;

/// <summary>A headless Chromium spoken to over its DevTools protocol: enough to open a page, press keys, ask it and hear its complaints.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _pending = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private string? _session;
    private int _id;

    private Browser(Process process, string profile)
    {
        _process = process;
        _profile = profile;
    }

    /// <summary>Errors and warnings of the console, uncaught exceptions, violations of the policy.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Addresses that the page asked for, the page itself included.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The executable, or null when there is none on this machine.</summary>
    public static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin");
        return folders.SelectMany(f => new[] { Path.Combine(f, "chromium"), Path.Combine(f, "chromium-browser"), Path.Combine(f, "google-chrome") }).FirstOrDefault(File.Exists);
    }

    /// <summary>Starts a browser with a fresh profile and one empty page.</summary>
    public static async Task<Browser> Start(CancellationToken cancellationToken)
    {
        string? executable = Find();
        Assert.SkipWhen(executable is null, "no Chromium on this machine: install the package 'chromium' to run the browser tests");
        string profile = Directory.CreateTempSubdirectory("sim-browser").FullName;
        var start = new ProcessStartInfo(executable!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in new[] { "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions", "--remote-debugging-port=0", "--window-size=1400,1000", $"--user-data-dir={profile}", "about:blank" })
        {
            start.ArgumentList.Add(argument);
        }

        var browser = new Browser(Process.Start(start)!, profile);
        try
        {
            await browser.Connect(cancellationToken);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens an address and waits until it is loaded.</summary>
    public async Task Open(string address)
    {
        _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        // Another fragment of the same file would only scroll; an empty page between makes it a fresh start.
        await Send("Page.navigate", new() { ["url"] = "about:blank" });
        await _loaded.Task.WaitAsync(TimeSpan.FromSeconds(60));
        _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Send("Page.navigate", new() { ["url"] = address });
        await _loaded.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>The value of an expression in the page; promises are awaited.</summary>
    public async Task<JsonNode?> Ask(string expression)
    {
        var answer = await Send("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        Assert.True(answer["exceptionDetails"] is null, answer.ToJsonString());
        return answer["result"]!["value"]?.DeepClone();
    }

    /// <summary>A number that an expression gives.</summary>
    public async Task<int> Count(string expression) => (int)(await Ask(expression))!.GetValue<double>();

    /// <summary>A text that an expression gives.</summary>
    public async Task<string> Text(string expression) => (await Ask(expression))!.GetValue<string>();

    /// <summary>Waits until an expression is true, asked once a frame.</summary>
    public async Task Until(string expression) =>
        Assert.True((bool)(await Ask($"new Promise(done => {{ const end = performance.now() + 20000; const look = () => ({expression}) ? done(true) : performance.now() > end ? done(false) : setTimeout(look, 16); look(); }})"))!, $"never came true: {expression}");

    /// <summary>Presses and releases a key.</summary>
    public async Task Press(string key)
    {
        var down = new JsonObject { ["type"] = "keyDown", ["key"] = key };
        if (key.Length == 1)
        {
            down["text"] = key;
        }

        await Send("Input.dispatchKeyEvent", down);
        await Send("Input.dispatchKeyEvent", new() { ["type"] = "keyUp", ["key"] = key });
    }

    /// <summary>Sends one command to the page and waits for its answer.</summary>
    public async Task<JsonNode> Send(string method, JsonObject parameters)
    {
        int id = Interlocked.Increment(ref _id);
        var waiting = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = waiting;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (_session is not null)
        {
            message["sessionId"] = _session;
        }

        await _sending.WaitAsync(_stop.Token);
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, _stop.Token);
        }
        finally
        {
            _sending.Release();
        }

        return await waiting.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _reading;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _stop.Dispose();
        _sending.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private async Task Connect(CancellationToken cancellationToken)
    {
        var said = new StringBuilder();
        const string Before = "DevTools listening on ";
        while (await _process.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            said.AppendLine(line);
            if (line.StartsWith(Before, StringComparison.Ordinal))
            {
                _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
                _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                await _socket.ConnectAsync(new Uri(line[Before.Length..]), cancellationToken);
                _reading = Task.Run(Read, CancellationToken.None);
                var target = await Send("Target.createTarget", new() { ["url"] = "about:blank" });
                var attached = await Send("Target.attachToTarget", new() { ["targetId"] = target["targetId"]!.GetValue<string>(), ["flatten"] = true });
                _session = attached["sessionId"]!.GetValue<string>();
                foreach (string domain in new[] { "Page", "Runtime", "Log", "Network" })
                {
                    await Send(domain + ".enable", []);
                }

                return;
            }
        }

        Assert.Fail($"Chromium ended without opening its debugging port:\n{said}");
    }

    private async Task Read()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), _stop.Token);
                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    Handle(JsonNode.Parse(message.ToArray())!);
                    message.SetLength(0);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            foreach (var waiting in _pending.Values)
            {
                waiting.TrySetException(new IOException("the browser is gone"));
            }
        }
    }

    private void Handle(JsonNode message)
    {
        if (message["id"] is { } id && _pending.TryRemove(id.GetValue<int>(), out var waiting))
        {
            if (message["error"] is { } error)
            {
                waiting.SetException(new InvalidOperationException(error.ToJsonString()));
            }
            else
            {
                waiting.SetResult(message["result"]!);
            }

            return;
        }

        var parameters = message["params"];
        switch (message["method"]?.GetValue<string>())
        {
            case "Page.loadEventFired":
                _loaded.TrySetResult();
                break;
            case "Runtime.exceptionThrown":
                Complaints.Enqueue(parameters!.ToJsonString());
                break;
            case "Runtime.consoleAPICalled" when parameters!["type"]!.GetValue<string>() is "error" or "warning" or "assert":
                Complaints.Enqueue(parameters.ToJsonString());
                break;
            case "Log.entryAdded" when parameters!["entry"]!["level"]!.GetValue<string>() is "error" or "warning":
                Complaints.Enqueue(parameters.ToJsonString());
                break;
            case "Network.requestWillBeSent":
                Requests.Enqueue(parameters!["request"]!["url"]!.GetValue<string>());
                break;
            default:
                break;
        }
    }
}
