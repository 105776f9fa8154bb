using Grpc.Core;
using Sim.Tests.Interop.Messages;

namespace Sim.Tests.Interop;

/// <summary>A server that dies or leaves in the middle of a call: the call ends with UNAVAILABLE, and the same channel reaches the next server on the same socket.</summary>
public sealed class LostServerTests(Matrix matrix)
{
    [Theory]
    [InlineData("python", true)]
    [InlineData("python", false)]
    [InlineData("cpp", true)]
    [InlineData("cpp", false)]
    public async Task A_call_ends_with_its_server_and_the_channel_finds_the_next_one(string language, bool killed)
    {
        matrix.SkipWithoutPeers();
        string socket = matrix.NewSocket();
        using var channel = Channels.Unix(socket);
        var stub = new Messages.Interop.InteropClient(channel);

        var first = await matrix.StartAsync(language, socket);
        using (var call = stub.Chat(new CallOptions(deadline: DateTime.UtcNow.AddSeconds(30))))
        {
            await call.RequestStream.WriteAsync(new Item { Index = 1 }, TestContext.Current.CancellationToken);
            Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            var next = call.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
            if (killed) await ((PeerServer)first).KillAsync();
            else await first.DisposeAsync();
            var error = await Assert.ThrowsAsync<RpcException>(() => next.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
            // A server that leaves in order may end the call as cancelled.
            Assert.True(error.StatusCode == StatusCode.Unavailable || (!killed && error.StatusCode == StatusCode.Cancelled), error.ToString());
        }

        await Assert.ThrowsAsync<RpcException>(() => stub.EchoAsync(new EchoRequest(), deadline: DateTime.UtcNow.AddSeconds(5), cancellationToken: TestContext.Current.CancellationToken).ResponseAsync);
        await using var second = await matrix.StartAsync(language, socket);
        var reply = await stub.EchoAsync(new EchoRequest { Text = "again" }, deadline: DateTime.UtcNow.AddSeconds(20), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("again", reply.Text);
    }
}
