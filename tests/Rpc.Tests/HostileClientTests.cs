using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Sim.Tests.Messages;

namespace Sim.Tests;

/// <summary>A server against clients that do not keep to the protocol: it refuses, and goes on serving.</summary>
public class HostileClientTests
{
    private const string Path = "/sim.rpc.test.Echo/Unary";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[], StatusCode> WrongBodies => new()
    {
        { "nothing", [], StatusCode.Internal },
        { "two GiB declared", [0, 0x80, 0, 0, 0, 1, 2, 3], StatusCode.ResourceExhausted },
        { "four GiB declared", [0, 0xFF, 0xFF, 0xFF, 0xFF], StatusCode.ResourceExhausted },
        { "a truncated prefix", [0, 0, 0], StatusCode.Internal },
        { "a truncated message", [0, 0, 0, 0, 9, 1, 2], StatusCode.Internal },
        { "a wrong flag", [2, 0, 0, 0, 0], StatusCode.Internal },
        { "compressed without an encoding", [1, 0, 0, 0, 0], StatusCode.Internal },
        { "two messages", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], StatusCode.Internal },
        { "no protobuf", [0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF], StatusCode.Internal },
        { "a field that runs over", [0, 0, 0, 0, 2, 0x0A, 0x7F], StatusCode.Internal },
    };

    [Theory]
    [MemberData(nameof(WrongBodies))]
    public async Task A_wrong_body_is_refused(string what, byte[] body, StatusCode expected)
    {
        await using var pair = await EchoPair.StartAsync();
        var (status, _) = await PostAsync(pair.Address, body, _ => { });
        Assert.True(status == $"{(int)expected}", $"{what}: {status}");
        await StillServesAsync(pair);
    }

    [Theory]
    [InlineData("grpc-timeout", "never", StatusCode.Internal)]
    [InlineData("grpc-timeout", "123456789S", StatusCode.Internal)]
    [InlineData("grpc-timeout", "0n", StatusCode.DeadlineExceeded)]
    [InlineData("grpc-encoding", "deflate", StatusCode.Unimplemented)]
    [InlineData("grpc-encoding", "br", StatusCode.Unimplemented)]
    [InlineData("grpc-encoding", "identity", StatusCode.OK)]
    public async Task A_wrong_header_is_refused(string name, string value, StatusCode expected)
    {
        await using var pair = await EchoPair.StartAsync();
        var (status, response) = await PostAsync(pair.Address, [0, 0, 0, 0, 0], r => r.Headers.TryAddWithoutValidation(name, value));
        Assert.Equal($"{(int)expected}", status);
        if (expected == StatusCode.Unimplemented) Assert.Equal("identity,gzip", string.Join(",", response.Headers.GetValues("grpc-accept-encoding")));
        await StillServesAsync(pair);
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc-web+proto", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(null, HttpStatusCode.UnsupportedMediaType)]
    public async Task Another_content_type_is_answered_with_415(string? type, HttpStatusCode expected)
    {
        await using var pair = await EchoPair.StartAsync();
        var (_, response) = await PostAsync(pair.Address, [], r => r.Content!.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type));
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Another_method_is_answered_with_405()
    {
        await using var pair = await EchoPair.StartAsync();
        var (_, response) = await PostAsync(pair.Address, [], r => r.Method = HttpMethod.Put);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task A_reset_in_the_middle_of_a_message_cancels_the_handler()
    {
        await using var pair = await EchoPair.StartAsync();
        using var http = Http();
        using var request = Request(pair.Address + "/sim.rpc.test.Echo/ClientStream", new HalfContent());
        using var cancel = new CancellationTokenSource();
        var sent = http.SendAsync(request, cancel.Token);
        await pair.Service.Entered.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        await pair.Service.Cancelled.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await StillServesAsync(pair);
    }

    [Fact]
    public async Task A_broken_connection_cancels_the_handler()
    {
        await using var pair = await EchoPair.StartAsync();
        using (var socket = await ConnectAsync(pair.Address))
        {
            await socket.SendAsync(RawCall("/sim.rpc.test.Echo/ClientStream", [0, 0, 0, 0, 9, 1]), SocketFlags.None);
            await pair.Service.Entered.WaitAsync(TimeSpan.FromSeconds(60), Token);
        }

        await pair.Service.Cancelled.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await StillServesAsync(pair);
    }

    [Fact]
    public async Task Garbage_on_the_connection_ends_that_connection_only()
    {
        await using var pair = await EchoPair.StartAsync();
        var random = new Random(7);
        var good = RawCall(Path, [0, 0, 0, 0, 0]);
        for (var i = 0; i < 300; i++)
        {
            byte[] bytes;
            switch (i % 4)
            {
                case 0:
                    bytes = new byte[random.Next(1, 400)];
                    random.NextBytes(bytes);
                    break;
                case 1:
                    bytes = [.. Preface, .. new byte[random.Next(1, 200)]];
                    random.NextBytes(bytes.AsSpan(Preface.Length));
                    break;
                case 2:
                    bytes = [.. good];
                    for (var k = random.Next(1, 6); k > 0; k--) bytes[random.Next(Preface.Length, bytes.Length)] = (byte)random.Next(256);
                    break;
                default:
                    bytes = good[..random.Next(1, good.Length)];
                    break;
            }

            using var socket = await ConnectAsync(pair.Address);
            await socket.SendAsync(bytes, SocketFlags.None);
            if (i % 3 == 0) socket.LingerState = new LingerOption(true, 0);
        }

        await StillServesAsync(pair);
    }

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Preface, settings, one call with literal headers, its body without the end of the stream.</summary>
    private static byte[] RawCall(string path, byte[] body)
    {
        var block = new List<byte> { 0x83, 0x86 };
        void Literal(string name, string value)
        {
            block.Add(0);
            block.Add((byte)name.Length);
            block.AddRange(Encoding.ASCII.GetBytes(name));
            block.Add((byte)value.Length);
            block.AddRange(Encoding.ASCII.GetBytes(value));
        }

        Literal(":path", path);
        Literal(":authority", "localhost");
        Literal("content-type", "application/grpc");
        Literal("te", "trailers");
        return [.. Preface, .. Frame(4, 0, 0, []), .. Frame(1, 4, 1, [.. block]), .. Frame(0, 0, 1, body)];
    }

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload) =>
        [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, 0, (byte)stream, .. payload];

    private static async Task<Socket> ConnectAsync(string address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(address).Port, Token);
        return socket;
    }

    private static HttpMessageInvoker Http() => new(new SocketsHttpHandler { UseProxy = false });

    private static HttpRequestMessage Request(string uri, HttpContent content)
    {
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/grpc");
        return new HttpRequestMessage(HttpMethod.Post, uri) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = content };
    }

    private static async Task<(string? Status, HttpResponseMessage Response)> PostAsync(string address, byte[] body, Action<HttpRequestMessage> change)
    {
        using var http = Http();
        using var request = Request(address + Path, new ByteArrayContent(body));
        change(request);
        var response = await http.SendAsync(request, Token);
        await response.Content.ReadAsByteArrayAsync(Token);
        var status = response.Headers.TryGetValues("grpc-status", out var early) ? early : response.TrailingHeaders.TryGetValues("grpc-status", out var late) ? late : [];
        return (status.SingleOrDefault(), response);
    }

    private static async Task StillServesAsync(EchoPair pair) =>
        Assert.Equal("ok", (await pair.Client.UnaryAsync(new EchoRequest { Text = "ok" }, deadline: DateTime.UtcNow.AddSeconds(20), cancellationToken: Token)).Text);

    /// <summary>Sends half a message and then nothing.</summary>
    private sealed class HalfContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(new byte[] { 0, 0, 0, 0, 50, 1, 2 }, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
