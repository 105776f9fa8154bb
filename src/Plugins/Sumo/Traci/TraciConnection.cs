using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sim.Plugins.Sumo.Traci;

/// <summary>
/// A TraCI connection over loopback: one message out, one message in, each with a deadline. Memory grows with the bytes that arrive, not with the length
/// that is announced. Not thread-safe.
/// </summary>
internal sealed class TraciConnection : IDisposable
{
    /// <summary>Longest answer that is taken, bytes.</summary>
    public const int MaxBytes = 64 << 20;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(200);
    private readonly Socket _socket;
    private byte[] _buffer = new byte[64 << 10];

    private TraciConnection(Socket socket) => _socket = socket;

    /// <summary>Connects to a port of this machine, trying again every 20 ms until the deadline.</summary>
    /// <param name="port">The port.</param>
    /// <param name="deadline">How long.</param>
    /// <param name="alive">Why trying on is useless, or null: looked at between tries.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="TraciException">Nobody listens in time, or the peer has ended.</exception>
    public static TraciConnection Connect(int port, TimeSpan deadline, Func<string?> alive, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
                // A port that nobody listens on may be given to this very socket, which then meets itself.
                if (!Equals(socket.LocalEndPoint, socket.RemoteEndPoint))
                {
                    socket.ReceiveTimeout = socket.SendTimeout = (int)Slice.TotalMilliseconds;
                    return new TraciConnection(socket);
                }
            }
            catch (SocketException)
            {
                // Not yet.
            }

            socket.Dispose();
            if (alive() is { } ended)
            {
                throw new TraciException(ended, isLost: true);
            }

            if (Stopwatch.GetElapsedTime(begin) > deadline)
            {
                throw new TraciException(FormattableString.Invariant($"nobody listened on port {port} within {deadline.TotalSeconds:0.###} s"), isLost: true);
            }

            if (cancellationToken.WaitHandle.WaitOne(20))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Sends a message and waits for its answer.</summary>
    /// <returns>The answer without its length; valid until the next call.</returns>
    /// <exception cref="TraciException">The peer has gone, is too slow, or sends nonsense.</exception>
    public ReadOnlySpan<byte> Exchange(ReadOnlySpan<byte> message, TimeSpan deadline, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        try
        {
            // It would be taken for the answer to what is asked now: TraCI numbers nothing.
            if (_socket.Available > 0)
            {
                throw TraciReader.Broken("an answer that nobody asked for");
            }

            while (message.Length > 0)
            {
                int sent = _socket.Send(message, SocketFlags.None, out var error);
                Judge(error, begin, deadline, cancellationToken);
                message = message[Math.Max(sent, 0)..];
            }

            int have = 0, need = 4;
            while (have < need)
            {
                int room = _buffer.Length - have;
                if (room == 0)
                {
                    Array.Resize(ref _buffer, checked(2 * _buffer.Length));
                    room = _buffer.Length - have;
                }

                int count = _socket.Receive(_buffer.AsSpan(have, Math.Min(room, need == 4 ? room : need - have)), SocketFlags.None, out var error);
                if (count == 0 && error == SocketError.Success)
                {
                    throw new TraciException("the peer closed the connection", isLost: true);
                }

                Judge(error, begin, deadline, cancellationToken);
                have += Math.Max(count, 0);
                if (need == 4 && have >= 4)
                {
                    need = BinaryPrimitives.ReadInt32BigEndian(_buffer);
                    if (need < 4 || need > MaxBytes)
                    {
                        throw TraciReader.Broken($"a message of {need} bytes; at most {MaxBytes} are taken");
                    }
                }
            }

            return have == need ? _buffer.AsSpan(4, need - 4) : throw TraciReader.Broken("more than one answer to a message");
        }
        catch (ObjectDisposedException e)
        {
            throw new TraciException("the connection is closed", isLost: true, e);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static void Judge(SocketError error, long begin, TimeSpan deadline, CancellationToken cancellationToken)
    {
        switch (error)
        {
            case SocketError.Success or SocketError.TimedOut or SocketError.WouldBlock:
                cancellationToken.ThrowIfCancellationRequested();
                if (Stopwatch.GetElapsedTime(begin) > deadline)
                {
                    throw new TraciException(FormattableString.Invariant($"no answer within {deadline.TotalSeconds:0.###} s"), isLost: true);
                }

                return;
            default:
                throw new TraciException($"the connection broke ({error})", isLost: true);
        }
    }
}
