using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sim.Rpc;
using Sim.Tests.Messages;

namespace Sim.Tests;

/// <summary>A client against servers that do not keep to the protocol: a status in bounded time, never a hang, never another exception.</summary>
public class HostileServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(500, StatusCode.Unknown)]
    public async Task An_http_error_becomes_a_status(int http, StatusCode expected) => Assert.Equal(
        expected,
        (await FailAsync(context =>
        {
            context.Response.StatusCode = http;
            return Task.CompletedTask;
        })).StatusCode);

    [Fact]
    public async Task Another_content_type_is_unknown() => Assert.Equal(StatusCode.Unknown, (await FailAsync(context => context.Response.WriteAsync("<html>"))).StatusCode);

    [Fact]
    public async Task A_missing_status_is_unknown() => Assert.Equal(StatusCode.Unknown, (await FailAsync(context => AnswerAsync(context, [0, 0, 0, 0, 0], null))).StatusCode);

    [Fact]
    public async Task A_status_without_a_message_is_internal() => Assert.Equal(StatusCode.Internal, (await FailAsync(context => AnswerAsync(context, [], "0"))).StatusCode);

    [Fact]
    public async Task A_status_in_the_headers_is_found_with_its_metadata()
    {
        var e = await FailAsync(context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "9";
            context.Response.Headers["grpc-message"] = "not%20yet";
            context.Response.Headers["why-bin"] = "AQI";
            return Task.CompletedTask;
        });
        Assert.Equal(new Status(StatusCode.FailedPrecondition, "not yet"), e.Status);
        Assert.Equal([1, 2], e.Trailers.GetValueBytes("why-bin")!);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0x80, 0, 0, 0 }, StatusCode.ResourceExhausted)]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0 }, StatusCode.Internal)]
    [InlineData(new byte[] { 7, 0, 0, 0, 0 }, StatusCode.Internal)]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0xFF }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, StatusCode.Internal)]
    public async Task A_wrong_body_is_refused(byte[] body, StatusCode expected) =>
        Assert.Equal(expected, (await FailAsync(context => AnswerAsync(context, body, "0"))).StatusCode);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_names_its_compression(bool gzip)
    {
        string? encoding = null, accepted = null, te = null;
        var flag = -1;
        await FailAsync(
            async context =>
            {
                encoding = context.Request.Headers["grpc-encoding"];
                accepted = context.Request.Headers["grpc-accept-encoding"];
                te = context.Request.Headers.TE;
                flag = context.Request.Body.ReadByte();
                await AnswerAsync(context, [], "5");
            },
            o => o.Compression = gzip);
        Assert.Equal((gzip ? "gzip" : null, gzip ? 1 : 0), (encoding, flag));
        Assert.Contains("gzip", accepted!, StringComparison.Ordinal);
        Assert.Equal("trailers", te);
    }

    [Fact]
    public async Task An_unknown_encoding_is_refused() => Assert.Equal(
        StatusCode.Unimplemented,
        (await FailAsync(context =>
        {
            context.Response.Headers["grpc-encoding"] = "br";
            return AnswerAsync(context, [1, 0, 0, 0, 1, 1], "0");
        })).StatusCode);

    [Fact]
    public async Task A_reset_in_the_middle_of_an_answer_is_a_status()
    {
        var e = await FailAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 9, 1 });
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        Assert.Contains(e.StatusCode, new[] { StatusCode.Internal, StatusCode.Unavailable, StatusCode.Cancelled });
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u0000\u0000\u0000")]
    public async Task A_server_that_speaks_something_else_is_unavailable(string greeting)
    {
        var e = await FailRawAsync(Encoding.Latin1.GetBytes(greeting), close: true, 15);
        Assert.True(e.StatusCode == StatusCode.Unavailable, e.ToString());
        Assert.Contains("TLS", e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_server_costs_the_deadline_and_no_more()
    {
        var watch = Stopwatch.StartNew();
        Assert.Equal(StatusCode.DeadlineExceeded, (await FailRawAsync([], close: false, 0.5)).StatusCode);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.4, 10);
    }

    [Fact]
    public async Task Random_answers_are_always_a_status()
    {
        var random = new Random(8);
        byte[] settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        for (var i = 0; i < 100; i++)
        {
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            if (i % 2 == 0) bytes = [.. settings, 0, 0, (byte)Math.Min(bytes.Length, 100), (byte)random.Next(10), (byte)random.Next(256), 0, 0, 0, 1, .. bytes];
            var e = await FailRawAsync(bytes, close: true, 5);
            Assert.NotEqual(StatusCode.OK, e.StatusCode);
        }
    }

    private static async Task AnswerAsync(HttpContext context, byte[] body, string? status)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        await context.Response.StartAsync();
        await context.Response.Body.WriteAsync(body);
        if (status is not null) context.Response.AppendTrailer("grpc-status", status);
    }

    private static async Task<RpcException> FailAsync(RequestDelegate answer, Action<RpcChannelOptions>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k =>
        {
            k.AllowSynchronousIO = true;
            k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2);
        });
        await using var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(Token);
        var options = new RpcChannelOptions();
        configure?.Invoke(options);
        using var channel = RpcChannel.ForAddress(app.Urls.Single(), options);
        return await CallAsync(channel, 20);
    }

    private static async Task<RpcException> FailRawAsync(byte[] answer, bool close, double deadlineSeconds)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var served = ServeAsync(listener, answer, close, stop.Token);
        using var channel = RpcChannel.ForAddress($"grpc://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        var e = await CallAsync(channel, deadlineSeconds);
        await stop.CancelAsync();
        await served;
        return e;
    }

    private static async Task ServeAsync(TcpListener listener, byte[] answer, bool close, CancellationToken stop)
    {
        var open = new List<Socket>();
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stop);
                open.Add(socket);
                if (answer.Length > 0) await socket.SendAsync(answer, SocketFlags.None, stop);
                // What the client sent is read first, so that closing does not turn into a reset that overtakes the answer.
                if (close)
                {
                    await socket.ReceiveAsync(new byte[4096], SocketFlags.None, stop);
                    socket.Shutdown(SocketShutdown.Send);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            foreach (var socket in open) socket.Dispose();
        }
    }

    private static async Task<RpcException> CallAsync(RpcChannel channel, double deadlineSeconds)
    {
        var client = new Echo.EchoClient(channel);
        return await Assert.ThrowsAsync<RpcException>(async () => await client.UnaryAsync(new EchoRequest { Text = "hello" }, deadline: DateTime.UtcNow.AddSeconds(deadlineSeconds), cancellationToken: Token));
    }
}
