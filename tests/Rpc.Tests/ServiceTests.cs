using Grpc.Core;
using Sim.Rpc.HealthV1;
using Sim.Rpc.ReflectionV1;
using Sim.Tests.Messages;
using ServingStatus = Sim.Rpc.HealthV1.HealthCheckResponse.Types.ServingStatus;

namespace Sim.Tests;

/// <summary>The health service and reflection.</summary>
public class ServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_tells_of_the_server_and_of_each_service()
    {
        await using var pair = await EchoPair.StartAsync();
        var health = new Health.HealthClient(pair.Channel);
        foreach (var service in new[] { "", "sim.rpc.test.Echo" })
            Assert.Equal(ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest { Service = service }, cancellationToken: Token)).Status);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await health.CheckAsync(new HealthCheckRequest { Service = "none" }, cancellationToken: Token));
        Assert.Equal(StatusCode.NotFound, e.StatusCode);
    }

    [Fact]
    public async Task Watchers_see_every_change_until_the_server_stops()
    {
        await using var pair = await EchoPair.StartAsync();
        using var watch = new Health.HealthClient(pair.Channel).Watch(new HealthCheckRequest { Service = "later" }, cancellationToken: Token);
        Assert.True(await watch.ResponseStream.MoveNext(Token));
        Assert.Equal(ServingStatus.ServiceUnknown, watch.ResponseStream.Current.Status);
        foreach (var serving in new[] { true, false, true })
        {
            pair.Server.Health.Set("later", serving);
            Assert.True(await watch.ResponseStream.MoveNext(Token));
            Assert.Equal(serving ? ServingStatus.Serving : ServingStatus.NotServing, watch.ResponseStream.Current.Status);
        }
    }

    [Fact]
    public async Task Health_can_be_left_out()
    {
        await using var pair = await EchoPair.StartAsync(server: o => o.ServeHealth = false);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await new Health.HealthClient(pair.Channel).CheckAsync(new HealthCheckRequest(), cancellationToken: Token));
        Assert.Equal(StatusCode.Unimplemented, e.StatusCode);
    }

    [Fact]
    public async Task Reflection_is_off_unless_asked_for()
    {
        await using var pair = await EchoPair.StartAsync();
        using var call = new ServerReflection.ServerReflectionClient(pair.Channel).ServerReflectionInfo(cancellationToken: Token);
        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Token))).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reflection_lists_services_and_hands_out_files(bool alpha)
    {
        await using var pair = await EchoPair.StartAsync(server: o => o.ServeReflection = true);
        using var call = alpha
            ? pair.Channel.CreateCallInvoker().AsyncDuplexStreamingCall(AlphaMethod, null, new CallOptions(cancellationToken: Token))
            : new ServerReflection.ServerReflectionClient(pair.Channel).ServerReflectionInfo(cancellationToken: Token);
        var list = await AskAsync(call, new ServerReflectionRequest { ListServices = "*" });
        Assert.Equal(
            ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "sim.rpc.test.Echo"],
            list.ListServicesResponse.Service.Select(s => s.Name));
        foreach (var symbol in new[] { "sim.rpc.test.Echo", "sim.rpc.test.Echo.Unary", "sim.rpc.test.EchoReply", "sim.rpc.test.EchoReply.payload" })
        {
            var file = await AskAsync(call, new ServerReflectionRequest { FileContainingSymbol = symbol });
            Assert.Equal(EchoReflection.Descriptor.SerializedData, Assert.Single(file.FileDescriptorResponse.FileDescriptorProto));
        }

        var named = await AskAsync(call, new ServerReflectionRequest { FileByFilename = "grpc/health/v1/health.proto" });
        Assert.Equal(HealthReflection.Descriptor.SerializedData, Assert.Single(named.FileDescriptorResponse.FileDescriptorProto));
        foreach (var wrong in new[] { new ServerReflectionRequest { FileByFilename = "no.proto" }, new ServerReflectionRequest { FileContainingSymbol = "sim.rpc.test.Echo.No" } })
        {
            var error = await AskAsync(call, wrong);
            Assert.Equal((int)StatusCode.NotFound, error.ErrorResponse.ErrorCode);
            Assert.Equal(wrong, error.OriginalRequest);
        }

        Assert.Equal((int)StatusCode.InvalidArgument, (await AskAsync(call, new ServerReflectionRequest())).ErrorResponse.ErrorCode);
    }

    private static Method<ServerReflectionRequest, ServerReflectionResponse> AlphaMethod => new(
        MethodType.DuplexStreaming,
        "grpc.reflection.v1alpha.ServerReflection",
        "ServerReflectionInfo",
        Marshallers.Create(m => Google.Protobuf.MessageExtensions.ToByteArray(m), ServerReflectionRequest.Parser.ParseFrom),
        Marshallers.Create(m => Google.Protobuf.MessageExtensions.ToByteArray(m), ServerReflectionResponse.Parser.ParseFrom));

    private static async Task<ServerReflectionResponse> AskAsync(AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call, ServerReflectionRequest request)
    {
        await call.RequestStream.WriteAsync(request, Token);
        Assert.True(await call.ResponseStream.MoveNext(Token));
        return call.ResponseStream.Current;
    }
}
