using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Sim.Tests.Interop.Messages;

namespace Sim.Tests.Interop;

// What travels: metadata, compressed and large messages.
internal sealed partial class Cases
{
    private static readonly (string, object) Compressed = ("grpc-internal-encoding-request", "gzip");
    private static readonly (string, object) AnswerCompressed = ("x-compress", "gzip");

    private async Task MetadataRequest()
    {
        (string Key, object Value)[] metadata = [("x-text", "plain, with comma"), ("x-raw-bin", Payloads.Binary), ("x-empty", ""), ("x-long", new string('a', 4000))];
        var reply = await _stub.EchoAsync(new EchoRequest(), Call(null, metadata));
        foreach (var (key, value) in metadata)
        {
            byte[] expected = value as byte[] ?? Encoding.ASCII.GetBytes((string)value);
            Assert.Equal(expected, Assert.Single(reply.Headers, h => h.Key == key).Value.ToByteArray());
        }
    }

    // HttpClient joins the values of one key. Text survives that; binary values do not with every server, so our client refuses to send them.
    private async Task MetadataRepeated()
    {
        var reply = await _stub.EchoAsync(new EchoRequest(), Call(null, ("x-list", "a"), ("x-list", "b")));
        string texts = string.Join(',', reply.Headers.Where(h => h.Key == "x-list").Select(h => h.Value.ToStringUtf8()));
        Assert.Equal("a,b", texts.Replace(" ", "", StringComparison.Ordinal));
        var twice = Call(null, ("x-list-bin", new byte[] { 0 }), ("x-list-bin", new byte[] { 0xff, 0xfe }));
        await FailsAsync(StatusCode.Internal, () => _stub.EchoAsync(new EchoRequest(), twice).ResponseAsync);
    }

    private async Task MetadataInitial()
    {
        using var call = _stub.Chat(Call(null, ("x-initial-text", "before"), ("x-initial-raw-bin", Payloads.Binary)));
        var initial = await call.ResponseHeadersAsync; // before any message has gone either way
        Assert.Equal("before", initial.GetValue("x-initial-text"));
        Assert.Equal(Payloads.Binary, initial.GetValueBytes("x-initial-raw-bin"));
        await call.RequestStream.CompleteAsync();
        Assert.Equal("end", Assert.Single(await AllAsync(call.ResponseStream)).Text);
    }

    private async Task MetadataTrailing()
    {
        using var call = _stub.EchoAsync(new EchoRequest { Text = "x" }, Call(null, ("x-trailing-text", "behind"), ("x-trailing-raw-bin", Payloads.Binary)));
        Assert.Equal("x", (await call).Text);
        Assert.Equal("behind", call.GetTrailers().GetValue("x-trailing-text"));
        Assert.Equal(Payloads.Binary, call.GetTrailers().GetValueBytes("x-trailing-raw-bin"));
    }

    // Compression goes through the relay, whose counters the test holds.

    private async Task GzipRequest()
    {
        using var channel = Channels.Plain(_at.Relay);
        var stub = new Messages.Interop.InteropClient(channel);
        using var call = stub.Collect(Call(null, Compressed));
        for (int i = 0; i < 2; i++)
        {
            await call.RequestStream.WriteAsync(new Item { Payload = Payloads.Zeros(Payloads.MiB) });
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(2ul * Payloads.MiB, (await call).Bytes);
        var reply = await stub.EchoAsync(new EchoRequest { Payload = Payloads.Zeros(Payloads.MiB) }, Call(null, Compressed, AnswerCompressed));
        Assert.True(Payloads.Zeros(Payloads.MiB).Equals(reply.Payload), "the payload differs");
    }

    private async Task GzipResponse()
    {
        using var channel = Channels.Plain(_at.Relay);
        var stub = new Messages.Interop.InteropClient(channel);
        var reply = await stub.EchoAsync(new EchoRequest { ReplySize = Payloads.MiB }, Call(null, AnswerCompressed));
        Assert.True(Payloads.Pattern(Payloads.MiB).Equals(reply.Payload), "the payload differs");
        using var call = stub.Expand(new ExpandRequest { Count = 3, Size = Payloads.MiB }, Call(null, AnswerCompressed));
        var items = await AllAsync(call.ResponseStream);
        Assert.Equal(3, items.Count);
        Assert.True(items.All(i => i.Payload.Equals(Payloads.Pattern(Payloads.MiB))), "a payload differs");
    }

    private async Task GzipStream()
    {
        using var channel = Channels.Plain(_at.Relay);
        await ChatAsync(new Messages.Interop.InteropClient(channel), 10, Payloads.Pattern(100_000), Call(null, Compressed, AnswerCompressed));
    }

    private async Task LargeUnary()
    {
        var payload = Payloads.Pattern(3 * Payloads.MiB);
        Assert.True(payload.Equals((await _stub.EchoAsync(new EchoRequest { Payload = payload }, Call())).Payload), "the payload differs");
    }

    private static Task LargeStreamAsync(Messages.Interop.InteropClient stub) => ChatAsync(stub, 6, Payloads.Pattern(3 * Payloads.MiB), Call());

    private async Task SizeLimitServer()
    {
        await FailsAsync(StatusCode.ResourceExhausted, () => _stub.EchoAsync(new EchoRequest { Payload = Payloads.Zeros(5 * Payloads.MiB) }, Call()).ResponseAsync);
        using var call = _stub.Collect(Call());
        await FailsAsync(StatusCode.ResourceExhausted, async () =>
        {
            await call.RequestStream.WriteAsync(new Item { Payload = Payloads.Zeros(10) });
            await call.RequestStream.WriteAsync(new Item { Payload = Payloads.Zeros(5 * Payloads.MiB) });
            await call.RequestStream.CompleteAsync();
            await call;
        });
        await UnaryAsync(_stub);
    }

    private async Task SizeLimitClient()
    {
        await FailsAsync(StatusCode.ResourceExhausted, () => _stub.EchoAsync(new EchoRequest { ReplySize = 5 * Payloads.MiB }, Call()).ResponseAsync);
        using var call = _stub.Expand(new ExpandRequest { Count = 1, Size = 5 * Payloads.MiB }, Call());
        await FailsAsync(StatusCode.ResourceExhausted, () => AllAsync(call.ResponseStream));
        await UnaryAsync(_stub);
    }

    private async Task SizeLimitCompressed()
    {
        await FailsAsync(StatusCode.ResourceExhausted, () => _stub.EchoAsync(new EchoRequest { Payload = Payloads.Zeros(5 * Payloads.MiB) }, Call(null, Compressed)).ResponseAsync);
        await UnaryAsync(_stub);
    }
}
