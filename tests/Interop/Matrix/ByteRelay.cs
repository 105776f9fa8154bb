using System.Net;
using System.Net.Sockets;

namespace Sim.Tests.Interop;

/// <summary>Passes TCP connections on to a port and counts what goes by: the only witness of compression that no library can fool.</summary>
internal sealed class ByteRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _stop = new();
    private long _up;
    private long _down;

    public ByteRelay(string target)
    {
        _target = IPEndPoint.Parse(target);
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Bytes from clients to the server.</summary>
    public long Up => Interlocked.Read(ref _up);

    /// <summary>Bytes from the server to clients.</summary>
    public long Down => Interlocked.Read(ref _down);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task PassAsync(TcpClient client, CancellationToken stop)
    {
        using var near = client;
        using var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(_target, stop);
            await Task.WhenAny(
                CopyAsync(near.GetStream(), far.GetStream(), n => Interlocked.Add(ref _up, n), stop),
                CopyAsync(far.GetStream(), near.GetStream(), n => Interlocked.Add(ref _down, n), stop));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
        }
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, Action<int> count, CancellationToken stop)
    {
        byte[] buffer = new byte[65536];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, stop)) > 0)
            {
                count(read);
                await to.WriteAsync(buffer.AsMemory(0, read), stop);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
        }
    }
}
