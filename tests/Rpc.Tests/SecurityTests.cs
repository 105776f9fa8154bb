using System.Net.Sockets;
using Grpc.Core;
using Sim.Rpc;
using Sim.Tests.Messages;

namespace Sim.Tests;

/// <summary>TLS, mutual TLS, tokens, and where a server is willing to listen.</summary>
public sealed class SecurityTests : IDisposable
{
    private const string Token = "0123456789abcdef0123456789abcdef";
    private readonly TestAuthority _authority = new("good");
    private readonly TestAuthority _stranger = new("stranger");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tls_works_for_who_trusts_the_authority()
    {
        await using var pair = await StartTlsAsync(null, o => o.Authorities = _authority.Trust);
        Assert.StartsWith("https://127.0.0.1:", pair.Address, StringComparison.Ordinal);
        Assert.Equal("secret", (await pair.Client.UnaryAsync(new EchoRequest { Text = "secret" }, cancellationToken: Stop)).Text);
    }

    [Fact]
    public async Task Tls_fails_for_who_trusts_another_authority()
    {
        await using var pair = await StartTlsAsync(null, o => o.Authorities = _stranger.Trust);
        AssertMismatch(await FailAsync(pair.Client));
    }

    [Fact]
    public async Task Tls_fails_for_another_host_name()
    {
        await using var pair = await StartTlsAsync(o => o.Certificate = _authority.Server("example.org"), o => o.Authorities = _authority.Trust);
        AssertMismatch(await FailAsync(pair.Client));
    }

    [Fact]
    public async Task Mutual_tls_lets_in_who_shows_a_certificate_and_tells_the_handler_who_it_is()
    {
        await using var pair = await StartTlsAsync(
            o => o.ClientAuthorities = _authority.Trust,
            o =>
            {
                o.Authorities = _authority.Trust;
                o.ClientCertificate = _authority.Client("planner");
            });
        await pair.Client.UnaryAsync(new EchoRequest(), cancellationToken: Stop);
        string? identity = null;
        pair.Service.Before = context =>
        {
            identity = context.AuthContext.PeerIdentity.Single().Value;
            return Task.CompletedTask;
        };
        await pair.Client.UnaryAsync(new EchoRequest(), cancellationToken: Stop);
        Assert.Equal("planner", identity);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Mutual_tls_keeps_out_who_shows_none_or_a_stranger_s(bool stranger)
    {
        await using var pair = await StartTlsAsync(
            o => o.ClientAuthorities = _authority.Trust,
            o =>
            {
                o.Authorities = _authority.Trust;
                o.ClientCertificate = stranger ? _stranger.Client("planner") : null;
            });
        AssertMismatch(await FailAsync(pair.Client));
        Assert.False(pair.Service.Entered.IsCompleted);
    }

    [Fact]
    public async Task A_server_certificate_does_not_pass_as_a_client_s()
    {
        await using var pair = await StartTlsAsync(
            o => o.ClientAuthorities = _authority.Trust,
            o =>
            {
                o.Authorities = _authority.Trust;
                o.ClientCertificate = _authority.Server();
            });
        AssertMismatch(await FailAsync(pair.Client));
    }

    [Fact]
    public async Task Plain_text_to_a_tls_server_names_tls()
    {
        await using var pair = await StartTlsAsync(null, o => o.Authorities = _authority.Trust);
        using var channel = RpcChannel.ForAddress(pair.Address.Replace("https:", "http:", StringComparison.Ordinal));
        AssertMismatch(await FailAsync(new Echo.EchoClient(channel)));
    }

    [Fact]
    public async Task Tls_to_a_plain_text_server_names_tls()
    {
        await using var pair = await EchoPair.StartAsync();
        using var channel = RpcChannel.ForAddress(pair.Address.Replace("http:", "grpcs:", StringComparison.Ordinal));
        AssertMismatch(await FailAsync(new Echo.EchoClient(channel)));
    }

    [Fact]
    public async Task A_token_opens_the_door_and_nothing_else_does()
    {
        await using var pair = await EchoPair.StartAsync(server: o => o.Tokens.Add(Token), channel: o => o.Token = Token);
        await pair.Client.UnaryAsync(new EchoRequest(), cancellationToken: Stop);
        foreach (var wrong in new[] { null, Token + "0", Token[..^1], "0" + Token[1..].ToUpperInvariant() })
        {
            var (channel, client) = pair.Connect(o => o.Token = wrong);
            using (channel)
            {
                var e = await FailAsync(client);
                Assert.Equal(StatusCode.Unauthenticated, e.StatusCode);
                Assert.DoesNotContain(Token, e.Status.Detail, StringComparison.Ordinal);
            }
        }

        // A token in the metadata is as good as one of the channel; two of them are none.
        var (bare, caller) = pair.Connect();
        using (bare)
        {
            await caller.UnaryAsync(new EchoRequest(), new Metadata { { "authorization", "Bearer " + Token } }, cancellationToken: Stop);
            var e = await Assert.ThrowsAsync<RpcException>(async () => await caller.UnaryAsync(
                new EchoRequest(), new Metadata { { "authorization", "Bearer " + Token }, { "authorization", "Bearer x" } }, cancellationToken: Stop));
            Assert.Equal(StatusCode.Unauthenticated, e.StatusCode);
        }
    }

    [Fact]
    public async Task A_missing_token_is_told_before_an_unknown_method()
    {
        await using var pair = await EchoPair.StartAsync(server: o => o.Tokens.Add(Token));
        var method = new Method<EchoRequest, EchoReply>(MethodType.Unary, "no.Service", "None", EchoMarshallers.Request, EchoMarshallers.Reply);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await pair.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Stop), new EchoRequest()));
        Assert.Equal(StatusCode.Unauthenticated, e.StatusCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://*:0")]
    [InlineData("https://0.0.0.0:0")]
    [InlineData("http://192.0.2.1:0")]
    public async Task A_server_does_not_listen_to_the_world_unasked(string address)
    {
        using var certificate = _authority.Server();
        var options = new RpcServerOptions { Certificate = certificate };
        options.Addresses.Add(address);
        await using var server = new RpcServer(options);
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => server.StartAsync(Stop));
        Assert.Contains(nameof(RpcServerOptions.Tokens), e.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(RpcServerOptions.AllowInsecure), e.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("certificates")]
    [InlineData("insecure")]
    public async Task A_server_listens_to_the_world_when_told_how(string how)
    {
        var options = new RpcServerOptions();
        options.Addresses.Add(how == "certificates" ? "https://0.0.0.0:0" : "http://0.0.0.0:0");
        if (how == "token") options.Tokens.Add(Token);
        if (how == "insecure") options.AllowInsecure = true;
        if (how == "certificates")
        {
            options.Certificate = _authority.Server();
            options.ClientAuthorities = _authority.Trust;
        }

        await using var server = new RpcServer(options);
        await server.StartAsync(Stop);
        Assert.Single(server.Addresses);
    }

    [Theory]
    [InlineData("https://127.0.0.1:0", "Certificate")]
    [InlineData("nonsense", "unix:/path")]
    [InlineData("http://example.org:80", "IP address")]
    [InlineData("unix:/no/such/folder/x.sock", "folder")]
    [InlineData("http://127.0.0.1:99999", "no address")]
    public async Task A_wrong_address_is_explained(string address, string word)
    {
        var options = new RpcServerOptions();
        options.Addresses.Add(address);
        await using var server = new RpcServer(options);
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => server.StartAsync(Stop));
        Assert.Contains(word, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_token_is_refused()
    {
        var options = new RpcServerOptions { Addresses = { "http://127.0.0.1:0" }, Tokens = { "short" } };
        await using var server = new RpcServer(options);
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.StartAsync(Stop));
    }

    [Fact]
    public void A_token_does_not_travel_in_plain_text()
    {
        Assert.Throws<ArgumentException>(() => RpcChannel.ForAddress("grpc://192.0.2.1:1", new RpcChannelOptions { Token = Token }));
        RpcChannel.ForAddress("grpc://192.0.2.1:1", new RpcChannelOptions { Token = Token, AllowInsecure = true }).Dispose();
        RpcChannel.ForAddress("grpcs://192.0.2.1:1", new RpcChannelOptions { Token = Token }).Dispose();
    }

    [Fact]
    public async Task A_socket_is_for_its_owner_alone_and_leaves_with_the_server()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are a matter of Unix.");
        var folder = Directory.CreateTempSubdirectory("sim-rpc-");
        var path = Path.Combine(folder.FullName, "a.sock");
        var options = new RpcServerOptions { Addresses = { "unix:" + path } };
        await using (var server = new RpcServer(options))
        {
            await server.StartAsync(Stop);
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            await using var second = new RpcServer(options);
            await Assert.ThrowsAsync<IOException>(() => second.StartAsync(Stop));
        }

        Assert.False(File.Exists(path));
        folder.Delete(true);
    }

    [Fact]
    public async Task A_stale_socket_is_replaced_and_a_file_is_not()
    {
        var folder = Directory.CreateTempSubdirectory("sim-rpc-");
        var path = Path.Combine(folder.FullName, "a.sock");
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // The file of a bound socket is removed when it is disposed, so a copy under the name stays as a dead server's would.
            socket.Bind(new UnixDomainSocketEndPoint(path + "2"));
            File.Move(path + "2", path);
        }

        Assert.True(File.Exists(path));
        var options = new RpcServerOptions { Addresses = { "unix:" + path } };
        await using (var server = new RpcServer(options)) await server.StartAsync(Stop);
        foreach (var content in new[] { "", "mine" })
        {
            await File.WriteAllTextAsync(path, content, Stop);
            await using var server = new RpcServer(options);
            await Assert.ThrowsAsync<IOException>(() => server.StartAsync(Stop));
            Assert.Equal(content, await File.ReadAllTextAsync(path, Stop));
        }

        folder.Delete(true);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
    }

    private static async Task<RpcException> FailAsync(Echo.EchoClient client) =>
        await Assert.ThrowsAsync<RpcException>(async () => await client.UnaryAsync(new EchoRequest(), deadline: DateTime.UtcNow.AddSeconds(20), cancellationToken: Stop));

    private static void AssertMismatch(RpcException e)
    {
        Assert.True(e.StatusCode == StatusCode.Unavailable, e.ToString());
        Assert.Contains("TLS", e.Status.Detail, StringComparison.Ordinal);
    }

    private Task<EchoPair> StartTlsAsync(Action<RpcServerOptions>? server, Action<RpcChannelOptions> channel) => EchoPair.StartAsync(
        server: o =>
        {
            o.Addresses.Add("https://127.0.0.1:0");
            o.Certificate = _authority.Server();
            server?.Invoke(o);
        },
        channel: channel);
}
