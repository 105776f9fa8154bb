using System.Diagnostics;
using System.Globalization;
using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Peers;
using Sim.Rpc.Services;

namespace Sim.Host.Drivers;

/// <summary>A started driver that has answered a handshake: its process and the connection to it. Thread-safe.</summary>
internal sealed class DriverInstance : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan EndingWait = TimeSpan.FromSeconds(1);

    private DriverInstance(ChildProcess process, RemoteLink link) => (Process, Link) = (process, link);

    /// <summary>Its process.</summary>
    public ChildProcess Process { get; }

    /// <summary>The connection.</summary>
    public RemoteLink Link { get; }

    /// <summary>Waits until a process answers.</summary>
    /// <param name="process">The process; it is stopped when it does not.</param>
    /// <param name="name">How messages name the driver.</param>
    /// <param name="module">Which of its drivers; empty for the only one.</param>
    /// <param name="deadlines">How long it may take.</param>
    /// <param name="secrets">Finds secrets that its own options refer to.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="DriverFailedException">It ended, did not answer in time, or does not fit.</exception>
    public static DriverInstance Await(ChildProcess process, string name, string module, Deadlines deadlines, Func<string, string?> secrets, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, process.Ended);
        try
        {
            var begin = Stopwatch.GetTimestamp();
            while (!File.Exists(process.SocketPath))
            {
                if (deadlines.Connect != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(begin) > deadlines.Connect)
                {
                    throw new DriverFailedException($"it did not listen at the address in {ChildProcess.AddressVariable} within its start_deadline of {Seconds(deadlines.Connect)} s");
                }

                either.Token.WaitHandle.WaitOne(Poll);
                either.Token.ThrowIfCancellationRequested();
            }

            return new DriverInstance(process, RemoteLink.Connect(process.Address, new RpcChannelOptions(), name, module, deadlines, secrets, either.Token));
        }
        catch (OperationCanceledException) when (process.Ended.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new DriverFailedException(process.Stable($"{process.Ending()} (before it answered a handshake)"));
        }
        catch (InputException e)
        {
            throw new DriverFailedException(e.Message, e);
        }
    }

    /// <summary>The reason of a failure: when the process has ended or is about to, its end; else what the connection says.</summary>
    /// <param name="error">What was thrown.</param>
    public DriverFailedException Explain(Exception error)
    {
        // The connection breaks a moment before the process can be seen to have ended. A deadline that was missed waits for nobody.
        if (error is not DriverFailedException { InnerException: null or TimeoutException })
        {
            Process.WaitForExit(EndingWait);
        }

        string how = Process.Ending() ?? (error is DriverFailedException ? error.Message : $"{error.GetType().Name}: {error.Message}");
        return new DriverFailedException(Process.Stable(how), error);
    }

    /// <summary>Ends connection and process.</summary>
    /// <param name="ask">True to ask the process first.</param>
    public void Stop(bool ask)
    {
        Link.Dispose();
        Process.Stop(ask);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop(ask: false);
        Process.Dispose();
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);
}
