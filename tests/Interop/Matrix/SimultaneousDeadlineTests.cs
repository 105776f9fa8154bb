using Grpc.Core;
using Sim.Tests.Interop.Messages;

namespace Sim.Tests.Interop;

/// <summary>
/// C-core sends its trailers twice when its own deadline passes while the client's passes too; HttpClient gives up the connection over that, and with it every other call.
/// The client's cancellation has to come first.
/// </summary>
public sealed class SimultaneousDeadlineTests(Matrix matrix)
{
    [Theory]
    [InlineData("cpp")]
    [InlineData("python")]
    [InlineData("csharp")]
    public async Task Passing_deadlines_harm_no_other_call_of_the_connection(string language)
    {
        matrix.SkipWithoutPeers();
        await using var server = await matrix.StartAsync(language, matrix.NewSocket());
        using var channel = Channels.Plain(server.Plain);
        var stub = new Messages.Interop.InteropClient(channel);
        for (int round = 0; round < 40; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => PassAsync(stub, 20 + (round * 8 + i) * 7 % 60)));
        }
    }

    private static async Task PassAsync(Messages.Interop.InteropClient stub, int deadlineMs)
    {
        using var call = stub.Chat(new CallOptions([], DateTime.UtcNow.AddMilliseconds(deadlineMs)));
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await call.RequestStream.WriteAsync(new Item { Index = 1 });
            while (await call.ResponseStream.MoveNext(default))
            {
            }
        });
        Assert.True(error.StatusCode == StatusCode.DeadlineExceeded, error.ToString());
        await stub.EchoAsync(new EchoRequest(), new CallOptions(deadline: DateTime.UtcNow.AddSeconds(20)));
    }
}
