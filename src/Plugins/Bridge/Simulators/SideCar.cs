using System.Diagnostics;
using System.Text;
using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Peers;
using Sim.Rpc.Services;

namespace Sim.Plugins.Bridge;

/// <summary>A started peer that has answered a handshake: its process and the connection to it. Thread-safe.</summary>
/// <typeparam name="T">Its client.</typeparam>
internal sealed class SideCar<T> : IDisposable
    where T : class, IDisposable
{
    private const int MaxMessageBytes = 64 << 20;
    private const int ShownLines = 12;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan EndingWait = TimeSpan.FromSeconds(1);
    private readonly ChildProcess _process;
    private readonly RpcChannel _channel;

    private SideCar(ChildProcess process, RpcChannel channel, T client, string hello) => (_process, _channel, Client, Hello) = (process, channel, client, hello);

    /// <summary>The peer in it.</summary>
    public T Client { get; }

    /// <summary>What it says of itself.</summary>
    public string Hello { get; }

    /// <summary>True when its process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a process and waits until it answers.</summary>
    /// <exception cref="InputException">There is no such program, or a secret is not set.</exception>
    /// <exception cref="ModuleFailedException">It ended, did not answer in time, or does not fit.</exception>
    public static SideCar<T> Start(PeerKind<T> kind, CommandOptions options, string workingFolder, Func<string, string?> secrets, CancellationToken cancellationToken)
    {
        var process = ChildProcess.Start(options, workingFolder, secrets, inTerminal: false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, process.Ended);
        RpcChannel? channel = null;
        try
        {
            var deadlines = options.Peer.Deadlines;
            AwaitSocket(process, deadlines.Connect, either.Token);
            channel = RpcChannel.ForAddress(kind.Through?.Invoke(process.Address) ?? process.Address, new RpcChannelOptions { MaxReceiveMessageSize = MaxMessageBytes });
            var client = kind.Connect(channel.CreateCallInvoker(), options.Shown, options.Peer, either.Token);
            return new SideCar<T>(process, channel, client, kind.Hello(client));
        }
        catch (Exception e)
        {
            channel?.Dispose();
            string? why = e switch
            {
                OperationCanceledException when cancellationToken.IsCancellationRequested => null,
                OperationCanceledException => process.Stable($"{process.Ending()} (before it answered a handshake)"),
                PeerFailedException => process.Ending() is { } ending ? process.Stable(ending) : e.Message,
                InputException refused => refused.Detail,
                _ => null,
            };
            process.Stop(ask: false);
            string output = LastLines(process.Log.Take());
            process.Dispose();
            if (why is null)
            {
                throw;
            }

            throw new ModuleFailedException($"the {kind.Word} '{options.Shown}' does not start: {why}{output}", e) { IsLost = e is not InputException };
        }
    }

    /// <summary>The reason of a failure: when the process has ended or is about to, its end; else what the connection says.</summary>
    public Exception Explain(Exception error)
    {
        if (error is not ModuleFailedException { IsLost: true } failed)
        {
            return error;
        }

        // The connection breaks a moment before the process can be seen to have ended. A deadline that was missed waits for nobody.
        if (failed.InnerException is not TimeoutException)
        {
            _process.WaitForExit(EndingWait);
        }

        return _process.Ending() is { } ending ? new ModuleFailedException(_process.Stable(ending), error) { IsLost = true } : error;
    }

    /// <summary>Looks at its memory, and kills it when it holds more than it may.</summary>
    public void CheckMemory() => _process.CheckMemory();

    /// <summary>Ends connection and process.</summary>
    /// <param name="ask">True to ask the process first.</param>
    public void Stop(bool ask)
    {
        Client.Dispose();
        _channel.Dispose();
        _process.Stop(ask);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop(ask: false);
        _process.Dispose();
    }

    private static void AwaitSocket(ChildProcess process, TimeSpan deadline, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!File.Exists(process.SocketPath))
        {
            if (deadline != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(begin) > deadline)
            {
                throw new PeerFailedException(FormattableString.Invariant($"it did not listen at the address in {ChildProcess.AddressVariable} within its start_deadline of {deadline.TotalSeconds:0.######} s"));
            }

            cancellationToken.WaitHandle.WaitOne(Poll);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static string LastLines(byte[] output)
    {
        var lines = Encoding.UTF8.GetString(output).Split('\n').Select(l => new string([.. l.Select(c => char.IsControl(c) ? ' ' : c)]).TrimEnd()).Where(l => l.Length > 0).TakeLast(ShownLines).ToList();
        return lines.Count < 2 ? "" : "\nits output ends with:\n  " + string.Join("\n  ", lines);
    }
}
