using Grpc.Core;
using Sim.Rpc;
using Sim.Tests.Messages;

namespace Sim.Tests;

/// <summary>The types of Grpc.Core behave as their users expect.</summary>
public class StandInTests
{
    [Fact]
    public void Metadata_keys_are_checked_and_lowered()
    {
        var metadata = new Metadata { { "A-Key_1.x", "v" }, { "B-bin", [1] }, { "a-key_1.X", "w" } };
        Assert.Equal("a-key_1.x", metadata[0].Key);
        Assert.Equal("w", metadata.GetValue("A-KEY_1.X"));
        Assert.Equal(["v", "w"], metadata.GetAll("a-key_1.x").Select(e => e.Value));
        Assert.Equal([1], metadata.GetValueBytes("b-bin")!);
        Assert.Null(metadata.Get("none"));
        Assert.True(metadata[1].IsBinary);
        Assert.Throws<InvalidOperationException>(() => metadata[1].Value);
        Assert.Throws<ArgumentException>(() => metadata.Add("bad key", "v"));
        Assert.Throws<ArgumentException>(() => metadata.Add("", "v"));
        Assert.Throws<ArgumentException>(() => metadata.Add("x-bin", "text"));
        Assert.Throws<ArgumentException>(() => metadata.Add("x", [1]));
    }

    [Fact]
    public void A_binary_entry_keeps_its_own_bytes()
    {
        byte[] bytes = [1, 2];
        var entry = new Metadata.Entry("x-bin", bytes);
        bytes[0] = 9;
        entry.ValueBytes[1] = 9;
        Assert.Equal([1, 2], entry.ValueBytes);
    }

    [Fact]
    public void Empty_metadata_stays_empty()
    {
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("a", "b"));
        Assert.True(Metadata.Empty.IsReadOnly);
        Assert.Empty(Metadata.Empty);
    }

    [Fact]
    public void Call_options_are_copied_not_changed()
    {
        var deadline = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        using var cancel = new CancellationTokenSource();
        var first = new CallOptions([new Metadata.Entry("a", "b")]);
        var second = first.WithDeadline(deadline).WithCancellationToken(cancel.Token).WithWriteOptions(new WriteOptions(WriteFlags.NoCompress));
        Assert.Null(first.Deadline);
        Assert.Equal(deadline, second.Deadline);
        Assert.Equal(cancel.Token, second.CancellationToken);
        Assert.Equal(WriteFlags.NoCompress, second.WriteOptions!.Flags);
        Assert.Same(first.Headers, second.Headers);
    }

    [Fact]
    public void A_status_shows_code_and_detail()
    {
        Assert.Equal("Status(StatusCode=\"NotFound\", Detail=\"gone\")", new Status(StatusCode.NotFound, "gone").ToString());
        Assert.Equal(new Status(StatusCode.NotFound, "gone"), new Status(StatusCode.NotFound, "gone"));
        Assert.NotEqual(Status.DefaultSuccess, Status.DefaultCancelled);
        Assert.Empty(new RpcException(Status.DefaultCancelled).Trailers);
    }

    [Fact]
    public void Marshallers_of_either_form_do_what_the_other_does()
    {
        var request = new EchoRequest { Text = "x", Count = 3 };
        var bytes = EchoMarshallers.Request.Serializer(request);
        var generated = Marshallers.Create<EchoRequest>(
            (message, context) =>
            {
                Google.Protobuf.MessageExtensions.WriteTo(message, context.GetBufferWriter());
                context.Complete();
            },
            context => EchoRequest.Parser.ParseFrom(context.PayloadAsReadOnlySequence()));
        Assert.Equal(bytes, generated.Serializer(request));
        Assert.Equal(request, generated.Deserializer(bytes));
        Assert.Equal("/s/m", new Method<EchoRequest, EchoRequest>(MethodType.Unary, "s", "m", generated, generated).FullName);
    }

    [Fact]
    public async Task A_server_takes_each_method_once_and_none_after_its_start()
    {
        await using var pair = await EchoPair.StartAsync();
        Assert.Throws<InvalidOperationException>(() => pair.Server.AddService(Echo.BindService(new EchoService())));
        await Assert.ThrowsAsync<InvalidOperationException>(() => pair.Server.StartAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_call_that_runs_has_no_status_and_one_read_at_a_time()
    {
        await using var pair = await EchoPair.StartAsync();
        using var call = pair.Client.Duplex(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
        Assert.Throws<InvalidOperationException>(() => call.ResponseStream.Current);
        var read = call.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        await call.RequestStream.CompleteAsync();
        Assert.False(await read);
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new EchoRequest(), TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1:50051")]
    [InlineData("ftp://127.0.0.1:1")]
    [InlineData("grpc://127.0.0.1")]
    [InlineData("grpc://127.0.0.1:0")]
    [InlineData("grpc://:50051")]
    [InlineData("grpc://a:1/path")]
    [InlineData("grpc://user@a:1")]
    [InlineData("unix:")]
    [InlineData("")]
    public void A_wrong_address_of_a_channel_is_refused(string address) => Assert.Throws<ArgumentException>(() => RpcChannel.ForAddress(address));

    [Theory]
    [InlineData("grpc://localhost:1")]
    [InlineData("grpcs://sim.example.org:443")]
    [InlineData("http://[::1]:1")]
    [InlineData("https://10.0.0.1:65535/")]
    [InlineData("unix:relative.sock")]
    [InlineData("unix:///tmp/a.sock")]
    public void A_right_address_of_a_channel_is_taken(string address)
    {
        using var channel = RpcChannel.ForAddress(address);
        Assert.Equal(address, channel.Target);
    }
}
