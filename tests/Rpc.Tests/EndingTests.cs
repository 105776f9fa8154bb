using System.Diagnostics;
using Grpc.Core;
using Sim.Tests.Faults;
using Sim.Tests.Messages;

namespace Sim.Tests;

/// <summary>How calls end: errors, deadlines, cancellation, unknown methods.</summary>
public class EndingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_error_brings_code_text_and_trailers()
    {
        await using var pair = await EchoPair.StartAsync();
        var request = new EchoRequest { FailCode = (int)StatusCode.FailedPrecondition, FailText = "nicht bereit: 100 % \n 世界" };
        var e = await Assert.ThrowsAsync<RpcException>(async () => await pair.Client.UnaryAsync(request, cancellationToken: Token));
        Assert.Equal(StatusCode.FailedPrecondition, e.StatusCode);
        Assert.Equal(request.FailText, e.Status.Detail);
        Assert.Equal("asked", e.Trailers.GetValue("reason"));
    }

    [Fact]
    public async Task An_error_after_messages_comes_after_them()
    {
        await using var pair = await EchoPair.StartAsync();
        using var call = pair.Client.ServerStream(new EchoRequest { Count = 3, FailCode = (int)StatusCode.DataLoss, FailText = "gone" }, cancellationToken: Token);
        for (var i = 0; i < 3; i++) Assert.True(await call.ResponseStream.MoveNext(Token));
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Token));
        Assert.Equal(StatusCode.DataLoss, e.StatusCode);
        Assert.Equal(StatusCode.DataLoss, call.GetStatus().StatusCode);
        Assert.Equal("asked", call.GetTrailers().GetValue("reason"));
    }

    [Fact]
    public async Task A_handler_that_throws_does_not_tell_why()
    {
        await using var pair = await EchoPair.StartAsync();
        pair.Service.Before = _ => throw new InvalidDataException("secret");
        var e = await Assert.ThrowsAsync<RpcException>(async () => await pair.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token));
        Assert.Equal(StatusCode.Unknown, e.StatusCode);
        Assert.DoesNotContain("secret", e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_method_and_an_unknown_service_are_unimplemented()
    {
        await using var pair = await EchoPair.StartAsync();
        foreach (var (service, name) in new[] { ("sim.rpc.test.Echo", "Nothing"), ("no.such.Service", "Unary") })
        {
            var method = new Method<EchoRequest, EchoReply>(MethodType.Unary, service, name, EchoMarshallers.Request, EchoMarshallers.Reply);
            var e = await Assert.ThrowsAsync<RpcException>(async () => await pair.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Token), new EchoRequest()));
            Assert.Equal(StatusCode.Unimplemented, e.StatusCode);
            Assert.Contains(name, e.Status.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deadline_ends_a_unary_call_on_both_sides(bool unix)
    {
        await Patience.UntilAsync(500, async limit =>
        {
            await using var pair = await EchoPair.StartAsync(unix);
            var watch = Stopwatch.StartNew();
            var deadline = DateTime.UtcNow.AddMilliseconds(limit);
            var e = await Assert.ThrowsAsync<RpcException>(async () => await pair.Client.UnaryAsync(new EchoRequest { DelayMs = 600_000 }, deadline: deadline, cancellationToken: Token));
            Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
            Assert.True(watch.ElapsedMilliseconds > limit - 20);
            // Where it took longer to reach the server, the server never knew of it.
            Assert.True(pair.Service.Entered.IsCompleted);
            await pair.Service.Cancelled.WaitAsync(TimeSpan.FromSeconds(60), Token);
            var context = await pair.Service.Entered;
            Assert.InRange(context.Deadline, deadline.AddSeconds(-1), DateTime.UtcNow.AddMilliseconds(limit));
        });
    }

    [Fact]
    public async Task A_deadline_ends_a_stream_in_the_middle()
    {
        await Patience.UntilAsync(500, async limit =>
        {
            await using var pair = await EchoPair.StartAsync();
            using var call = pair.Client.ServerStream(new EchoRequest { Count = 1_000_000, DelayMs = 20 }, deadline: DateTime.UtcNow.AddMilliseconds(limit), cancellationToken: Token);
            var seen = 0;
            var e = await Assert.ThrowsAsync<RpcException>(async () =>
            {
                while (await call.ResponseStream.MoveNext(Token)) seen++;
            });
            Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
            Assert.InRange(seen, 1, limit / 20);
            await pair.Service.Cancelled.WaitAsync(TimeSpan.FromSeconds(60), Token);
        });
    }

    [Fact]
    public async Task A_deadline_in_the_past_sends_nothing()
    {
        await using var pair = await EchoPair.StartAsync();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await pair.Client.UnaryAsync(new EchoRequest(), deadline: DateTime.UtcNow.AddSeconds(-1), cancellationToken: Token));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        Assert.False(pair.Service.Entered.IsCompleted);
    }

    [Fact]
    public async Task A_server_keeps_the_deadline_although_its_handler_does_not()
    {
        await using var pair = await EchoPair.StartAsync(server: o => o.MaxCallDuration = TimeSpan.FromMilliseconds(150));
        var end = new TaskCompletionSource();
        pair.Service.Before = _ => end.Task;
        var e = await Assert.ThrowsAsync<RpcException>(async () => await pair.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        end.SetResult();
    }

    [Fact]
    public async Task The_server_sees_that_a_stream_was_cancelled()
    {
        await using var pair = await EchoPair.StartAsync();
        using var cancel = new CancellationTokenSource();
        using var call = pair.Client.Duplex(cancellationToken: cancel.Token);
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "one" }, Token);
        Assert.True(await call.ResponseStream.MoveNext(Token));
        await cancel.CancelAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Token));
        Assert.Equal(StatusCode.Cancelled, e.StatusCode);
        await pair.Service.Cancelled.WaitAsync(TimeSpan.FromSeconds(60), Token);
    }

    [Fact]
    public async Task Disposing_a_call_cancels_it()
    {
        await using var pair = await EchoPair.StartAsync();
        var call = pair.Client.Duplex(cancellationToken: Token);
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "one" }, Token);
        Assert.True(await call.ResponseStream.MoveNext(Token));
        call.Dispose();
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        await pair.Service.Cancelled.WaitAsync(TimeSpan.FromSeconds(60), Token);
    }

    [Fact]
    public async Task Nobody_there_is_unavailable()
    {
        await using var pair = await EchoPair.StartAsync();
        await pair.Server.StopAsync();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await pair.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token));
        Assert.True(StatusCode.Unavailable == e.StatusCode, e.ToString());
        Assert.Contains(pair.Channel.Target, e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_calls_with_unavailable()
    {
        await using var pair = await EchoPair.StartAsync();
        using var call = pair.Client.Duplex(cancellationToken: Token);
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "one" }, Token);
        Assert.True(await call.ResponseStream.MoveNext(Token));
        var watch = Stopwatch.StartNew();
        await pair.Server.StopAsync();
        Assert.InRange(watch.ElapsedMilliseconds, 0, 5_000);
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Token));
        Assert.True(StatusCode.Unavailable == e.StatusCode, e.ToString());
    }
}
