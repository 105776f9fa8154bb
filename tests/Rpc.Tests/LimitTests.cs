using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Sim.Tests.Messages;

namespace Sim.Tests;

/// <summary>Sizes, counts, metadata and compression.</summary>
public class LimitTests
{
    private static readonly Metadata Gzip = new() { { "grpc-internal-encoding-request", "gzip" } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_over_the_server_s_limit_is_refused_and_the_next_call_works()
    {
        await using var pair = await EchoPair.StartAsync(server: o => o.MaxReceiveMessageSize = 100_000);
        var e = await FailAsync(pair, new EchoRequest { Payload = Bytes(200_000) });
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Contains("100000", e.Status.Detail, StringComparison.Ordinal);
        using var call = pair.Client.ClientStream(cancellationToken: Token);
        // Whether the write or the response tells is a matter of which the refusal overtakes.
        e = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Payload = Bytes(200_000) }, Token);
            await call;
        });
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        await pair.Client.UnaryAsync(new EchoRequest { Payload = Bytes(90_000) }, cancellationToken: Token);
    }

    [Fact]
    public async Task A_response_over_the_client_s_limit_is_refused()
    {
        await using var pair = await EchoPair.StartAsync(channel: o => o.MaxReceiveMessageSize = 1_000);
        var e = await FailAsync(pair, new EchoRequest { AnswerSize = 2_000 });
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        using var call = pair.Client.ServerStream(new EchoRequest { AnswerSize = 2_000, Count = 3 }, cancellationToken: Token);
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Token))).StatusCode);
    }

    [Fact]
    public async Task The_default_limit_is_four_mebibytes()
    {
        await using var pair = await EchoPair.StartAsync();
        await pair.Client.UnaryAsync(new EchoRequest { Payload = Bytes((4 << 20) - 100) }, cancellationToken: Token);
        Assert.Equal(StatusCode.ResourceExhausted, (await FailAsync(pair, new EchoRequest { Payload = Bytes(4 << 20) })).StatusCode);
    }

    [Fact]
    public async Task What_is_too_large_to_send_is_not_sent()
    {
        await using var pair = await EchoPair.StartAsync(server: o => o.MaxSendMessageSize = 5_000, channel: o => o.MaxSendMessageSize = 1_000);
        Assert.Equal(StatusCode.ResourceExhausted, (await FailAsync(pair, new EchoRequest { Payload = Bytes(2_000) })).StatusCode);
        Assert.False(pair.Service.Entered.IsCompleted);
        Assert.Equal(StatusCode.ResourceExhausted, (await FailAsync(pair, new EchoRequest { AnswerSize = 6_000 })).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Gzip_goes_both_ways(bool unix)
    {
        await using var pair = await EchoPair.StartAsync(unix, server: o => o.Compression = true, channel: o => o.Compression = true);
        var text = string.Concat(Enumerable.Repeat("again and again ", 65_536));
        Assert.Equal(text, (await pair.Client.UnaryAsync(new EchoRequest { Text = text }, cancellationToken: Token)).Text);
        using var call = pair.Client.Duplex(cancellationToken: Token);
        for (var i = 0; i < 3; i++)
        {
            call.RequestStream.WriteOptions = i == 1 ? new WriteOptions(WriteFlags.NoCompress) : null;
            await call.RequestStream.WriteAsync(new EchoRequest { Text = text }, Token);
            Assert.True(await call.ResponseStream.MoveNext(Token));
            Assert.Equal(text, call.ResponseStream.Current.Text);
        }

        Assert.Equal("", (await pair.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token)).Text);
    }

    [Fact]
    public async Task A_single_call_and_a_single_handler_can_ask_for_gzip()
    {
        await using var pair = await EchoPair.StartAsync();
        pair.Service.Before = context => context.WriteResponseHeadersAsync(Gzip);
        using var call = pair.Client.UnaryAsync(new EchoRequest { AnswerSize = 1 << 20, Text = "z" }, Gzip, cancellationToken: Token);
        Assert.Equal(1 << 20, (await call).Payload.Length);
        Assert.DoesNotContain(await call.ResponseHeadersAsync, entry => entry.Key.StartsWith("grpc-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bomb_does_not_go_off()
    {
        await using var pair = await EchoPair.StartAsync(
            server: o => o.MaxReceiveMessageSize = 400_000,
            channel: o =>
            {
                o.Compression = true;
                o.MaxReceiveMessageSize = 400_000;
            });
        var e = await FailAsync(pair, new EchoRequest { Payload = Bytes(32 << 20) });
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Contains("decompression", e.Status.Detail, StringComparison.Ordinal);
        pair.Service.Before = context => context.WriteResponseHeadersAsync(Gzip);
        Assert.Equal(StatusCode.ResourceExhausted, (await FailAsync(pair, new EchoRequest { AnswerSize = 32 << 20 })).StatusCode);
    }

    [Fact]
    public async Task Metadata_travels_in_both_directions()
    {
        await using var pair = await EchoPair.StartAsync();
        byte[] bytes = [0, 1, 2, 250, 255];
        Metadata? seen = null;
        pair.Service.Before = async context =>
        {
            seen = context.RequestHeaders;
            context.ResponseTrailers.Add("end", "bye");
            context.ResponseTrailers.Add("end-bin", bytes);
            await context.WriteResponseHeadersAsync([new Metadata.Entry("begin", "hello"), new Metadata.Entry("begin-bin", bytes[..4])]);
        };
        using var call = pair.Client.UnaryAsync(new EchoRequest(), new Metadata { { "Key", "a" }, { "key", "b, c" }, { "raw-bin", bytes }, { "empty-bin", Array.Empty<byte>() } }, cancellationToken: Token);
        var headers = await call.ResponseHeadersAsync;
        await call;
        Assert.Equal("hello", headers.GetValue("begin"));
        Assert.Equal(bytes[..4], headers.GetValueBytes("begin-bin"));
        Assert.Equal("bye", call.GetTrailers().GetValue("end"));
        Assert.Equal(bytes, call.GetTrailers().GetValueBytes("end-bin"));
        Assert.DoesNotContain(call.GetTrailers(), e => e.Key.StartsWith("grpc-", StringComparison.Ordinal));
        // HTTP allows whoever passes headers on to join those of one name by commas; HttpClient does.
        Assert.Equal("a, b, c", string.Join(", ", seen!.GetAll("key").Select(e => e.Value)));
        Assert.Equal(bytes, seen!.GetValueBytes("raw-bin"));
        Assert.Equal([], seen.GetValueBytes("empty-bin")!);
        Assert.DoesNotContain(seen, e => e.Key is "te" or "content-type");
    }

    [Fact]
    public async Task Status_details_pass_as_a_binary_trailer()
    {
        await using var pair = await EchoPair.StartAsync();
        pair.Service.Before = _ => throw new RpcException(new Status(StatusCode.Aborted, "why"), new Metadata { { "grpc-status-details-bin", new byte[] { 9, 8 } } });
        var e = await FailAsync(pair, new EchoRequest());
        Assert.Equal(StatusCode.Aborted, e.StatusCode);
        Assert.Equal([9, 8], e.Trailers.GetValueBytes("grpc-status-details-bin")!);
    }

    [Fact]
    public async Task A_default_status_is_success_without_a_text()
    {
        await using var pair = await EchoPair.StartAsync();
        pair.Service.Before = context =>
        {
            context.Status = default;
            return Task.CompletedTask;
        };
        using var call = pair.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token);
        await call;
        Assert.Equal(new Status(StatusCode.OK, ""), call.GetStatus());
    }

    [Fact]
    public async Task Too_much_metadata_is_refused_both_ways()
    {
        await using var pair = await EchoPair.StartAsync(server: o => o.MaxMetadataSize = 4_096, channel: o => o.MaxMetadataSize = 4_096);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await pair.Client.UnaryAsync(new EchoRequest(), new Metadata { { "big", new string('x', 5_000) } }, cancellationToken: Token));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        pair.Service.Before = context => context.WriteResponseHeadersAsync([new Metadata.Entry("big", new string('x', 50_000))]);
        await FailAsync(pair, new EchoRequest());
    }

    [Fact]
    public async Task Repeated_binary_metadata_is_not_sent_because_not_every_server_reads_it()
    {
        await using var pair = await EchoPair.StartAsync();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await pair.Client.UnaryAsync(new EchoRequest(), new Metadata { { "a-bin", new byte[1] }, { "a-bin", new byte[2] } }, cancellationToken: Token));
        Assert.Contains("a-bin", e.Status.Detail, StringComparison.Ordinal);
        Assert.False(pair.Service.Entered.IsCompleted);
    }

    [Fact]
    public async Task Metadata_that_is_not_ascii_fails_the_call()
    {
        await using var pair = await EchoPair.StartAsync();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await pair.Client.UnaryAsync(new EchoRequest(), new Metadata { { "text", "Grüße\n" } }, cancellationToken: Token));
        Assert.Contains("ASCII", e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_too_many_is_refused_and_the_place_comes_free()
    {
        await using var pair = await EchoPair.StartAsync(server: o => o.MaxConcurrentCalls = 2);
        using (var one = pair.Client.Duplex(cancellationToken: Token))
        using (var two = pair.Client.Duplex(cancellationToken: Token))
        {
            foreach (var call in new[] { one, two })
            {
                await call.RequestStream.WriteAsync(new EchoRequest(), Token);
                Assert.True(await call.ResponseStream.MoveNext(Token));
            }

            Assert.Equal(StatusCode.ResourceExhausted, (await FailAsync(pair, new EchoRequest())).StatusCode);
            await one.RequestStream.CompleteAsync();
            Assert.False(await one.ResponseStream.MoveNext(Token));
        }

        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await pair.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token);
                return;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted && watch.ElapsedMilliseconds < 10_000)
            {
                // The server learns of the end of the two calls a moment later than the client.
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task Five_hundred_calls_at_once_share_the_connections()
    {
        await using var pair = await EchoPair.StartAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 500).Select(async i => (await pair.Client.UnaryAsync(new EchoRequest { Text = $"{i}", DelayMs = 5 }, cancellationToken: Token)).Text));
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}"), replies);
    }

    private static ByteString Bytes(int count) => UnsafeByteOperations.UnsafeWrap(new byte[count]);

    private static async Task<RpcException> FailAsync(EchoPair pair, EchoRequest request) =>
        await Assert.ThrowsAsync<RpcException>(async () => await pair.Client.UnaryAsync(request, cancellationToken: Token));
}
