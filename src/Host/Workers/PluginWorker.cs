using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Grpc.Core;
using Sim.Host.Workers.Messages;
using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Peers;

namespace Sim.Host.Workers;

/// <summary>A worker process that has loaded its plugin, and the conversation with it. Thread-safe.</summary>
internal sealed class PluginWorker : IDisposable
{
    /// <summary>Most bytes of one argument or result.</summary>
    public const int MaxMessageBytes = 512 << 20;

    /// <summary>What the worker puts behind the path of its socket when it listens.</summary>
    public const string ReadySuffix = ".ready";

    private const int LooksAtChildren = 20;

    // Below the grace that a run gives a whole case.
    private static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndingWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);
    private readonly IsolatedPlugin _plugin;
    private readonly ChildProcess _process;
    private readonly Lock _gate = new();
    private RpcChannel? _channel;
    private AsyncDuplexStreamingCall<Envelope, Envelope>? _stream;
    private string? _loss;
    private int _looks;
    private volatile bool _ended;
    private volatile bool _stopped;

    private PluginWorker(IsolatedPlugin plugin, ChildProcess process)
    {
        (_plugin, _process) = (plugin, process);
        Conversation = new Conversation(frame => _stream!.RequestStream.WriteAsync(frame));
    }

    /// <summary>The conversation.</summary>
    public Conversation Conversation { get; }

    /// <summary>What it said about its plugin.</summary>
    public PluginDescription Description { get; private set; } = null!;

    /// <summary>Its process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>True when it has served somebody before.</summary>
    public bool WasUsed { get; set; }

    /// <summary>True when it cannot be asked any more.</summary>
    public bool IsLost => _ended || _stopped || _process.HasExited;

    /// <summary>True when it was lost without being stopped from here for a call that did not end.</summary>
    public bool IsLostByItself => IsLost && !_stopped;

    /// <summary>Starts a worker and lets it load its plugin.</summary>
    /// <exception cref="ModuleFailedException">It does not start; says why.</exception>
    public static PluginWorker Start(IsolatedPlugin plugin)
    {
        var process = ChildProcess.Start(Command(plugin), Environment.CurrentDirectory, _ => null, inTerminal: false);
        var worker = new PluginWorker(plugin, process);
        try
        {
            worker.AwaitSocket();
            worker.Connect();
            using var limit = new CancellationTokenSource(StartLimit);
            worker.Description = ByteForm.Read<PluginDescription>(worker.Ask(Conversation.Root, WorkerService.Describe, [], limit.Token)[0]);
            return worker;
        }
        catch (OperationCanceledException)
        {
            worker.Dispose();
            throw new ModuleFailedException($"plugin '{plugin.Manifest.Id}' does not start in a process of its own: it did not say within {StartLimit.TotalSeconds:0} s what it has");
        }
        catch (Exception e)
        {
            worker.Dispose();
            throw e is ModuleFailedException ? e : new ModuleFailedException($"plugin '{plugin.Manifest.Id}' does not start in a process of its own: {e.Message}", e);
        }
    }

    /// <summary>Asks an object of the worker for a case, which waits no longer than the plugin's deadline.</summary>
    /// <exception cref="ModuleFailedException">The module threw, the worker is lost, or the deadline has passed.</exception>
    public IReadOnlyList<ByteString> AskForCase(ulong @object, string method, IEnumerable<byte[]> arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_plugin.Deadline);
        try
        {
            return Ask(@object, method, arguments, limit.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ModuleFailedException(string.Create(CultureInfo.InvariantCulture, $"plugin '{_plugin.Manifest.Id}' did not return from '{method}' within its deadline of {_plugin.Deadline.TotalSeconds} s"), e);
        }
    }

    /// <summary>Asks an object of the worker.</summary>
    /// <exception cref="ModuleFailedException">The module threw, or the worker is lost.</exception>
    public IReadOnlyList<ByteString> Ask(ulong @object, string method, IEnumerable<byte[]> arguments, CancellationToken cancellationToken)
    {
        try
        {
            return Conversation.Ask(@object, method, arguments, Kill, CancelGrace, cancellationToken);
        }
        catch (ConversationEndedException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ModuleFailedException(Loss(), e);
        }
    }

    /// <summary>Looks at its memory, and kills it when it holds more than it may. Its children are looked for only now and then: that is dear.</summary>
    public void CheckMemory()
    {
        if (Interlocked.Increment(ref _looks) % LooksAtChildren == 0 || ProcessTable.ResidentBytes([_process.Id]) > _plugin.Memory.Bytes)
        {
            _process.CheckMemory();
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        Loss(wait: false);
        _ended = true;
        Conversation.End();
        _process.Dispose();
        _stream?.Dispose();
        _channel?.Dispose();
    }

    private static ChildCommand Command(IsolatedPlugin plugin) => new()
    {
        Arguments = [.. HostProgram(), WorkerProgram.Switch, plugin.Folder],
        Shown = $"sim {WorkerProgram.Switch}",
        Memory = plugin.Memory,
    };

    // This program again: published as one file, started by its own launcher, or by dotnet (also from within the tests).
    private static IReadOnlyList<string> HostProgram()
    {
        string? running = Environment.ProcessPath;
        if (running is not null && Path.GetFileNameWithoutExtension(running) == "sim")
        {
            return [running];
        }

        string beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return [File.Exists(beside) ? beside : "dotnet", Path.Combine(AppContext.BaseDirectory, "sim.dll")];
    }

    private void AwaitSocket()
    {
        long begin = Stopwatch.GetTimestamp();
        while (!File.Exists(_process.SocketPath + ReadySuffix))
        {
            if (_process.HasExited)
            {
                throw new ModuleFailedException(Loss());
            }

            if (Stopwatch.GetElapsedTime(begin) > StartLimit)
            {
                throw new ModuleFailedException($"plugin '{_plugin.Manifest.Id}' does not start in a process of its own: nothing listened within {StartLimit.TotalSeconds:0} s");
            }

            Thread.Sleep(Poll);
        }
    }

    private void Connect()
    {
        _channel = RpcChannel.ForAddress(_process.Address, new RpcChannelOptions { MaxReceiveMessageSize = MaxMessageBytes });
        _stream = new Worker.WorkerClient(_channel).Converse();
        var stream = _stream;
        _ = Task.Run(async () =>
        {
            try
            {
                await Conversation.Run(async () => await stream.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false) ? stream.ResponseStream.Current : null).ConfigureAwait(false);
            }
            catch (Exception e) when (e is RpcException or InvalidDataException or IOException or OperationCanceledException)
            {
                // The process has ended, or what it says makes no sense: either way it is lost.
            }
            finally
            {
                _ended = true;
            }
        });
    }

    private void Kill()
    {
        _stopped = true;
        _process.Stop(ask: false);
    }

    // The connection breaks a moment before the process can be seen to have ended.
    private string Loss(bool wait = true)
    {
        lock (_gate)
        {
            if (_loss is null)
            {
                bool exited = wait && _process.WaitForExit(EndingWait);
                string how = _stopped ? "it was stopped, because a call did not end when it was cancelled"
                    : _process.Outcome() ?? (exited || !wait ? "it was stopped" : "it broke the connection");
                string words = LastWords.Of(_process.Log.Take());
                _loss = $"plugin '{_plugin.Manifest.Id}' was lost: {how}{(words.Length == 0 ? "" : $": {words}")}";
            }

            return _loss;
        }
    }
}
