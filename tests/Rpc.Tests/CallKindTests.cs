using Google.Protobuf;
using Grpc.Core;
using Sim.Tests.Messages;

namespace Sim.Tests;

/// <summary>Every kind of call over TCP and over a Unix socket.</summary>
public class CallKindTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_unary_call_brings_back_its_text(bool unix)
    {
        await using var pair = await EchoPair.StartAsync(unix);
        var reply = await pair.Client.UnaryAsync(new EchoRequest { Text = "Grüße, 世界 🚗" }, cancellationToken: Token);
        Assert.Equal("Grüße, 世界 🚗", reply.Text);
        Assert.Equal("again", pair.Client.Unary(new EchoRequest { Text = "again" }, cancellationToken: Token).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_stream_keeps_the_order_of_a_thousand_messages(bool unix)
    {
        await using var pair = await EchoPair.StartAsync(unix);
        using var call = pair.Client.ServerStream(new EchoRequest { Text = "x", Count = 1000 }, cancellationToken: Token);
        var next = 0;
        await foreach (var reply in call.ResponseStream.ReadAllAsync(Token)) Assert.Equal(next++, reply.Index);
        Assert.Equal(1000, next);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_stream_arrives_whole(bool unix)
    {
        await using var pair = await EchoPair.StartAsync(unix);
        using var call = pair.Client.ClientStream(cancellationToken: Token);
        for (var i = 0; i < 500; i++) await call.RequestStream.WriteAsync(new EchoRequest { Text = "a" }, Token);
        await call.RequestStream.CompleteAsync();
        var reply = await call;
        Assert.Equal(500, reply.Index);
        Assert.Equal(new string('a', 500), reply.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_duplex_stream_goes_step_by_step(bool unix)
    {
        await using var pair = await EchoPair.StartAsync(unix);
        using var call = pair.Client.Duplex(cancellationToken: Token);
        for (var i = 0; i < 200; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = $"{i}" }, Token);
            Assert.True(await call.ResponseStream.MoveNext(Token));
            Assert.Equal($"{i}", call.ResponseStream.Current.Text);
            Assert.Equal(i, call.ResponseStream.Current.Index);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Three_mebibytes_go_both_ways(bool unix)
    {
        await using var pair = await EchoPair.StartAsync(unix);
        var bytes = new byte[3 * 1024 * 1024];
        new Random(1).NextBytes(bytes);
        var reply = await pair.Client.UnaryAsync(new EchoRequest { Payload = ByteString.CopyFrom(bytes) }, cancellationToken: Token);
        Assert.True(reply.Payload.Span.SequenceEqual(bytes));
        using var call = pair.Client.Duplex(cancellationToken: Token);
        for (var i = 0; i < 5; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Payload = ByteString.CopyFrom(bytes) }, Token);
            Assert.True(await call.ResponseStream.MoveNext(Token));
            Assert.True(call.ResponseStream.Current.Payload.Span.SequenceEqual(bytes));
        }
    }
}
