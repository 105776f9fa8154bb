using System.Diagnostics;
using System.Globalization;
using Sim.Plugins.Sdk;

namespace Sim.Host.Drivers;

/// <summary>A started driver that has answered a handshake: its process and the connection to it. Thread-safe.</summary>
internal sealed class DriverInstance : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan EndingWait = TimeSpan.FromSeconds(1);

    private DriverInstance(DriverProcess process, IDriverLink link, PeerHello hello) => (Process, Link, Hello) = (process, link, hello);

    /// <summary>Its process.</summary>
    public DriverProcess Process { get; }

    /// <summary>The connection.</summary>
    public IDriverLink Link { get; }

    /// <summary>What it said.</summary>
    public PeerHello Hello { get; }

    /// <summary>Waits until a process answers.</summary>
    /// <param name="process">The process; it is stopped when it does not.</param>
    /// <param name="connect">Makes a connection to an address.</param>
    /// <param name="deadline">How long it may take.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="DriverFailedException">It ended, did not answer in time, or does not fit.</exception>
    public static DriverInstance Await(DriverProcess process, Func<string, IDriverLink> connect, TimeSpan deadline, CancellationToken cancellationToken)
    {
        IDriverLink? link = null;
        try
        {
            link = connect(process.Address);
            var hello = Greet(process, link, deadline, cancellationToken);
            return new DriverInstance(process, link, hello);
        }
        catch
        {
            link?.Dispose();
            process.Stop(ask: false);
            throw;
        }
    }

    /// <summary>The reason of a failure: when the process has ended or is about to, its end; else what the connection says.</summary>
    /// <param name="error">What was thrown.</param>
    public DriverFailedException Explain(Exception error)
    {
        // The connection breaks a moment before the process can be seen to have ended.
        bool late = error is DriverFailedException { InnerException: null };
        if (!late)
        {
            Process.WaitForExit(EndingWait);
        }

        return new DriverFailedException(Process.Ending() ?? (error is DriverFailedException ? error.Message : $"{error.GetType().Name}: {error.Message}"), error);
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

    private static PeerHello Greet(DriverProcess process, IDriverLink link, TimeSpan deadline, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        LinkException? last = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (process.Ending() is { } ending)
            {
                throw new DriverFailedException($"{ending} (before it answered a handshake)");
            }

            var left = deadline == Timeout.InfiniteTimeSpan ? deadline : deadline - Stopwatch.GetElapsedTime(begin);
            if (deadline != Timeout.InfiniteTimeSpan && left <= TimeSpan.Zero)
            {
                string seconds = deadline.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);
                throw new DriverFailedException(last is null
                    ? $"it did not listen at the address in {DriverProcess.AddressVariable} within its start_deadline of {seconds} s"
                    : $"it did not answer a handshake within its start_deadline of {seconds} s: {last.Message}");
            }

            if (File.Exists(process.SocketPath))
            {
                try
                {
                    return link.Greet(left, cancellationToken);
                }
                catch (LinkException e) when (e.Retryable)
                {
                    last = e;
                }
                catch (LinkException e)
                {
                    throw new DriverFailedException(e.Message, e);
                }
            }

            cancellationToken.WaitHandle.WaitOne(Poll);
        }
    }
}
