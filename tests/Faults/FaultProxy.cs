using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Sim.Numerics;

namespace Sim.Tests.Faults;

/// <summary>
/// Stands between a client and a server and does one fault. In plain text it cuts the bytes into frames and forwards whole ones, so that a fault has a
/// place between or inside frames; what TLS hides it forwards as it comes.
/// </summary>
internal sealed class FaultProxy : IDisposable
{
    private const int PrefaceLength = 24;
    private const int HeaderLength = 9;
    private readonly Socket _listener;
    private readonly EndPoint _upstream;
    private readonly Framing _framing;
    private readonly FaultHands _hands;
    private readonly Fault _fault;
    private readonly TimeSpan _delay;
    private readonly TimeSpan _longDelay;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Socket> _sockets = [];
    private int _connections;
    private volatile bool _crashed;
    private volatile bool _isOver;
    private int _struck;

    public FaultProxy(EndPoint listen, EndPoint upstream, Framing framing, Fault fault, TimeSpan delay, TimeSpan longDelay, FaultHands? hands = null)
    {
        (_upstream, _framing, _fault, _delay, _longDelay, _hands) = (upstream, framing, fault, delay, longDelay, hands ?? new FaultHands());
        _listener = new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(listen);
        _listener.Listen(16);
        _ = AcceptAsync();
    }

    public EndPoint EndPoint => _listener.LocalEndPoint!;

    /// <summary>True when the fault has happened.</summary>
    public bool HasStruck => Volatile.Read(ref _struck) != 0;

    private bool IsPlain => _framing != Framing.None;

    /// <summary>From here on it does no fault.</summary>
    public void Disarm() => _isOver = true;

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        lock (_sockets)
        {
            _sockets.ForEach(s => s.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_stopping.Token);
                if (_crashed)
                {
                    Reset(client);
                    continue;
                }

                lock (_sockets)
                {
                    _sockets.Add(client);
                }

                int connection = _connections++;
                _ = JoinAsync(client, connection == _fault.Connection);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The schedule is over.
        }
    }

    private async Task JoinAsync(Socket client, bool isStruck)
    {
        Socket server;
        try
        {
            server = await ConnectAsync(client);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Nobody is there.
            client.Dispose();
            return;
        }

        if (client.AddressFamily != AddressFamily.Unix)
        {
            client.NoDelay = true;
        }

        if (server.AddressFamily != AddressFamily.Unix)
        {
            server.NoDelay = true;
        }

        var wire = new Wire(client, server);
        _ = PumpAsync(client, server, wire, toServer: true, isStruck && _fault.ToServer);
        _ = PumpAsync(server, client, wire, toServer: false, isStruck && !_fault.ToServer);
    }

    private async Task<Socket> ConnectAsync(Socket client)
    {
        while (true)
        {
            var server = new Socket(_upstream.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
            lock (_sockets)
            {
                _sockets.Add(server);
            }

            try
            {
                await server.ConnectAsync(_upstream, _stopping.Token);
                return server;
            }
            catch (SocketException) when (_framing == Framing.Lengths && !(client.Poll(0, SelectMode.SelectRead) && client.Available == 0))
            {
                // It does not listen yet, and its client still waits.
                server.Dispose();
                await Task.Delay(20, _stopping.Token);
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Wire wire, bool toServer, bool isStruck)
    {
        byte[] buffer = new byte[64 << 10];
        int held = 0;
        int place = 0;
        bool isFirst = true;
        try
        {
            while (true)
            {
                if (held == buffer.Length)
                {
                    Array.Resize(ref buffer, 2 * buffer.Length);
                }

                int count = await from.ReceiveAsync(buffer.AsMemory(held), _stopping.Token);
                if (count == 0)
                {
                    await SendAsync(to, wire, buffer.AsMemory(0, held));
                    to.Shutdown(SocketShutdown.Send);
                    return;
                }

                held += count;
                int done = 0;
                while (Piece(buffer.AsSpan(done, held - done), toServer && isFirst) is > 0 and int length)
                {
                    isFirst = false;
                    var piece = buffer.AsMemory(done, length);
                    bool here = isStruck && !HasStruck && !_isOver && (IsPlain ? place >= _fault.At : place + length > _fault.At);
                    if (!here || !await StrikeAsync(to, wire, piece, IsPlain ? length / 2 : Math.Clamp(_fault.At - place, 0, length - 1)))
                    {
                        await SendAsync(to, wire, piece);
                    }

                    place += IsPlain ? 1 : length;
                    done += length;
                }

                buffer.AsSpan(done, held - done).CopyTo(buffer);
                held -= done;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One end is gone; so is the other.
            wire.Client.Dispose();
            wire.Server.Dispose();
        }
    }

    // Length of the first whole piece, 0 when it has not come yet.
    private int Piece(ReadOnlySpan<byte> bytes, bool withPreface)
    {
        if (!IsPlain)
        {
            return bytes.Length;
        }

        if (_framing == Framing.Lengths)
        {
            int whole = bytes.Length >= 4 ? BinaryPrimitives.ReadInt32BigEndian(bytes) : int.MaxValue;
            return whole < 4 ? bytes.Length : bytes.Length >= whole ? whole : 0;
        }

        if (withPreface)
        {
            return bytes.Length >= PrefaceLength ? PrefaceLength : 0;
        }

        int length = bytes.Length >= HeaderLength ? HeaderLength + (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes) >> 8) : int.MaxValue;
        return bytes.Length >= length ? length : 0;
    }

    /// <returns>True when the piece has been dealt with.</returns>
    private async Task<bool> StrikeAsync(Socket to, Wire wire, Memory<byte> piece, int inside)
    {
        byte[]? retimed = _fault.Kind == FaultKind.WrongTick ? _hands.Retime(piece) : null;
        if (_fault.Kind == FaultKind.WrongTick && retimed is null)
        {
            // The next one may answer a step.
            return false;
        }

        Interlocked.Exchange(ref _struck, 1);
        var random = new RandomStream(_fault.Seed);
        switch (_fault.Kind)
        {
            case FaultKind.Delay:
                await Task.Delay(_delay, _stopping.Token);
                return false;
            case FaultKind.LongDelay:
                await Task.Delay(_longDelay, _stopping.Token);
                return false;
            case FaultKind.Drop:
                return true;
            case FaultKind.Repeat:
                await SendAsync(to, wire, piece);
                return false;
            case FaultKind.HalfOpen:
                await Task.Delay(Timeout.Infinite, _stopping.Token);
                return true;
            case FaultKind.Silence:
                wire.IsSilent = true;
                return true;
            case FaultKind.Reset:
                ResetBoth(wire);
                return true;
            case FaultKind.ResetInMessage:
                await SendAsync(to, wire, piece[..inside]);
                ResetBoth(wire);
                return true;
            case FaultKind.CloseInMessage:
                await SendAsync(to, wire, piece[..inside]);
                wire.Client.Dispose();
                wire.Server.Dispose();
                return true;
            case FaultKind.GarbageFrame:
                await SendAsync(to, wire, _framing == Framing.Lengths ? GarbageMessage(random) : GarbageFrame(random));
                return false;
            case FaultKind.GarbageBytes:
                byte[] garbage = Bytes(random, 1 + random.NextInt(100));
                if (_framing == Framing.Lengths && _fault.ToServer)
                {
                    // SUMO makes room for whatever length it is told: at most 16 MiB.
                    garbage[0] = 0;
                }

                await SendAsync(to, wire, garbage);
                return false;
            case FaultKind.Trickle:
                for (int i = 0; i < piece.Length; i++)
                {
                    await SendAsync(to, wire, piece.Slice(i, 1));
                    if (i % 16 == 0)
                    {
                        await Task.Delay(1, _stopping.Token);
                    }
                }

                return true;
            case FaultKind.Crash:
                _crashed = true;
                ResetBoth(wire);
                return true;
            case FaultKind.TurnedBit:
                piece.Span[inside] ^= (byte)(1 << random.NextInt(8));
                return false;
            case FaultKind.Kill:
                _hands.Kill();
                return false;
            case FaultKind.Stop:
                _hands.Stop();
                return false;
            case FaultKind.WrongTick:
                await SendAsync(to, wire, retimed);
                return true;
            default:
                return false;
        }
    }

    private static byte[] GarbageMessage(RandomStream random)
    {
        byte[] message = [0, 0, 0, 0, .. Bytes(random, random.NextInt(64))];
        message[3] = (byte)message.Length;
        return message;
    }

    private static byte[] GarbageFrame(RandomStream random)
    {
        byte[] payload = Bytes(random, random.NextInt(64));
        byte[] frame = new byte[HeaderLength + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)payload.Length << 8);
        frame[3] = (byte)random.NextInt(12);
        frame[4] = (byte)random.NextInt(256);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(5), (uint)random.NextInt(12));
        payload.CopyTo(frame, HeaderLength);
        return frame;
    }

    private static byte[] Bytes(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => (byte)random.NextInt(256))];

    private async Task SendAsync(Socket to, Wire wire, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (wire.IsSilent)
            {
                return;
            }

            bytes = bytes[await to.SendAsync(bytes, _stopping.Token)..];
        }
    }

    private static void ResetBoth(Wire wire)
    {
        Reset(wire.Client);
        Reset(wire.Server);
    }

    private static void Reset(Socket socket)
    {
        if (socket.AddressFamily != AddressFamily.Unix)
        {
            socket.LingerState = new LingerOption(true, 0);
        }

        socket.Dispose();
    }

    private sealed class Wire(Socket client, Socket server)
    {
        public Socket Client => client;

        public Socket Server => server;

        public volatile bool IsSilent;
    }
}
