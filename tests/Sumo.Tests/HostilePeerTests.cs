using System.Net;
using System.Net.Sockets;
using Sim.Plugins.Sumo.Traci;

namespace Sim.Tests.Sumo;

/// <summary>Peers that close, hang, trickle, announce too much or send nonsense: each ends with a stated reason within the deadline.</summary>
public sealed class HostilePeerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(600);

    [Theory]
    [InlineData("close", "the peer closed the connection")]
    [InlineData("hang", "no answer within 0.6 s")]
    [InlineData("trickle", "no answer within 0.6 s")]
    [InlineData("huge", "a message of 2147483647 bytes")]
    [InlineData("negative", "a message of -1 bytes")]
    [InlineData("half", "the peer closed the connection")]
    [InlineData("twice", "more than one answer to a message")]
    public async Task What_a_peer_does_wrong_is_said_in_time(string what, string message)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var end = new CancellationTokenSource();
        var peer = Task.Run(() => Misbehave(listener, what, end.Token), TestContext.Current.CancellationToken);
        using (var connection = TraciConnection.Connect(((IPEndPoint)listener.LocalEndpoint).Port, TimeSpan.FromSeconds(60), static () => null, TestContext.Current.CancellationToken))
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var error = Assert.Throws<TraciException>(() => Ask(connection, message.StartsWith("no answer", StringComparison.Ordinal) ? Soon : TimeSpan.FromSeconds(60)));
            Assert.True(error.IsLost);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
        }

        await end.CancelAsync();
        await peer;
    }

    [Fact]
    public void Nobody_there_is_said_in_time()
    {
        int port = TranscriptTests.Free();
        var error = Assert.Throws<TraciException>(() => TraciConnection.Connect(port, TimeSpan.FromMilliseconds(100), static () => null, TestContext.Current.CancellationToken));
        Assert.Contains("nobody listened", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<TraciException>(() => TraciConnection.Connect(port, TimeSpan.FromMinutes(1), static () => "it has ended", TestContext.Current.CancellationToken));
        Assert.Equal("it has ended", error.Message);
    }

    private static void Ask(TraciConnection connection, TimeSpan deadline) =>
        connection.Exchange(new TraciWriter().Clear().Begin(TraciIds.Version).End().Message(), deadline, TestContext.Current.CancellationToken);

    private static async Task Misbehave(TcpListener listener, string what, CancellationToken end)
    {
        using var client = await listener.AcceptTcpClientAsync(CancellationToken.None);
        var stream = client.GetStream();
        byte[] buffer = new byte[100];
        _ = await stream.ReadAsync(buffer, CancellationToken.None);
        byte[] answer = what switch
        {
            "huge" => [0x7f, 0xff, 0xff, 0xff],
            "negative" => [0xff, 0xff, 0xff, 0xff],
            "half" => [0, 0, 0, 20, 7],
            "twice" => [0, 0, 0, 5, 1, 0, 0, 0, 5, 1],
            _ => [],
        };
        await stream.WriteAsync(answer, CancellationToken.None);
        try
        {
            while (what == "trickle" && !end.IsCancellationRequested)
            {
                await stream.WriteAsync(new byte[] { 0 }.AsMemory(), end);
                await Task.Delay(50, end);
                if (buffer[99]++ == 0)
                {
                    // A length of 1 MiB, then a byte now and then.
                    await stream.WriteAsync(new byte[] { 0x10, 0, 0 }.AsMemory(), end);
                }
            }

            if (what is not ("close" or "half"))
            {
                await Task.Delay(Timeout.Infinite, end);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The test is over.
        }
    }
}
