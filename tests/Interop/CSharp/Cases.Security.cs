using Google.Protobuf.Reflection;
using Grpc.Core;
using Sim.Rpc.HealthV1;
using Sim.Rpc.ReflectionV1Alpha;
using Sim.Tests.Interop.Messages;

namespace Sim.Tests.Interop;

// TLS, token, and the services every server brings.
internal sealed partial class Cases
{
    private async Task MutualTls()
    {
        await SecuredAsync("authority", "client", _at.Token);
        using var channel = Channels.Tls(_at, "authority", "client");
        await ChatAsync(new Messages.Interop.InteropClient(channel), 20, Payloads.Pattern(100_000), Call(null, Bearer(_at.Token)));
    }

    private async Task MutualTlsNoCertificate() => await FailsAsync(StatusCode.Unavailable, () => SecuredAsync("authority", null, _at.Token));

    private async Task MutualTlsForeignCertificate() => await FailsAsync(StatusCode.Unavailable, () => SecuredAsync("authority", "stranger", _at.Token));

    private async Task TlsForeignServer() => await FailsAsync(StatusCode.Unavailable, () => SecuredAsync("strangers", "client", _at.Token));

    private async Task TlsPlaintext()
    {
        using var channel = Channels.Plain(_at.Tls);
        await FailsAsync(StatusCode.Unavailable, () => new Messages.Interop.InteropClient(channel).EchoAsync(new EchoRequest(), Call()).ResponseAsync);
    }

    private async Task TokenGood()
    {
        using var channel = Channels.Tls(_at, "authority", "client", _at.Token);
        Assert.Equal("in", (await new Messages.Interop.InteropClient(channel).EchoAsync(new EchoRequest { Text = "in" }, Call())).Text);
    }

    private async Task TokenMissing() => await FailsAsync(StatusCode.Unauthenticated, () => SecuredAsync("authority", "client", null));

    private async Task TokenWrong() => await FailsAsync(StatusCode.Unauthenticated, () => SecuredAsync("authority", "client", new string('0', 64)));

    private static (string, object) Bearer(string token) => ("authorization", "Bearer " + token);

    private async Task SecuredAsync(string authority, string? leaf, string? token)
    {
        using var channel = Channels.Tls(_at, authority, leaf);
        var options = token is null ? Call() : Call(null, Bearer(token));
        Assert.Equal(Payloads.Text, (await new Messages.Interop.InteropClient(channel).EchoAsync(new EchoRequest { Text = Payloads.Text }, options)).Text);
    }

    private async Task HealthCheck()
    {
        var health = new Health.HealthClient(_channel);
        foreach (string name in new[] { "", Payloads.Service })
        {
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest { Service = name }, Call())).Status);
        }
    }

    private async Task HealthUnknown() =>
        await FailsAsync(StatusCode.NotFound, () => new Health.HealthClient(_channel).CheckAsync(new HealthCheckRequest { Service = "no.such.Service" }, Call()).ResponseAsync);

    private async Task HealthWatch()
    {
        using var call = new Health.HealthClient(_channel).Watch(new HealthCheckRequest { Service = Payloads.Service }, Call());
        Assert.True(await call.ResponseStream.MoveNext(default));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, call.ResponseStream.Current.Status);
    }

    private async Task ReflectionAnswers()
    {
        using var call = new ServerReflection.ServerReflectionClient(_channel).ServerReflectionInfo(Call());
        async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest question)
        {
            await call.RequestStream.WriteAsync(question);
            Assert.True(await call.ResponseStream.MoveNext(default), "an answer is missing");
            return call.ResponseStream.Current;
        }

        var listed = await AskAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.Contains(Payloads.Service, listed.ListServicesResponse.Service.Select(s => s.Name));
        var found = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = Payloads.Service });
        var files = found.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom);
        var methods = files.SelectMany(f => f.Service.Where(s => $"{f.Package}.{s.Name}" == Payloads.Service)).SelectMany(s => s.Method).Select(m => m.Name);
        Assert.Equal(["Echo", "Expand", "Collect", "Chat", "Witness"], methods);
        var missing = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = "no.such.Symbol" });
        Assert.Equal(5, missing.ErrorResponse.ErrorCode);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(default));
    }
}
