using System.Globalization;
using Grpc.Core;
using Sim.Tests.Interop.Messages;

namespace Sim.Tests.Interop;

// The four kinds of call.
internal sealed partial class Cases
{
    private static async Task UnaryAsync(Messages.Interop.InteropClient stub)
    {
        var reply = await stub.EchoAsync(new EchoRequest { Payload = Google.Protobuf.ByteString.CopyFrom(Payloads.Binary), Text = Payloads.Text }, Call());
        Assert.Equal(Payloads.Binary, reply.Payload.ToByteArray());
        Assert.Equal(Payloads.Text, reply.Text);
    }

    private async Task UnaryEmpty() => Assert.Empty((await _stub.EchoAsync(new EchoRequest(), Call())).Payload);

    private async Task UnaryConcurrent()
    {
        var calls = Enumerable.Range(0, 50)
            .Select(i => _stub.EchoAsync(new EchoRequest { Text = i.ToString(CultureInfo.InvariantCulture), DelayMs = (uint)(i % 7) }, Call()).ResponseAsync);
        var replies = await Task.WhenAll(calls);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i.ToString(CultureInfo.InvariantCulture)), replies.Select(r => r.Text));
    }

    private async Task ServerStream()
    {
        using var call = _stub.Expand(new ExpandRequest { Count = 1000, Size = 10 }, Call());
        var items = await AllAsync(call.ResponseStream);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (uint)i), items.Select(i => i.Index));
        Assert.All(items, i => Assert.Equal(Payloads.Pattern(10), i.Payload));
    }

    private async Task ServerStreamEmpty()
    {
        using var call = _stub.Expand(new ExpandRequest(), Call());
        Assert.Empty(await AllAsync(call.ResponseStream));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private async Task ClientStream()
    {
        using var call = _stub.Collect(Call());
        for (uint i = 0; i < 500; i++)
        {
            await call.RequestStream.WriteAsync(new Item { Index = i, Payload = Payloads.Pattern(100) });
        }

        await call.RequestStream.CompleteAsync();
        var summary = await call;
        Assert.Equal((500u, 50_000ul, 124_750ul), (summary.Count, summary.Bytes, summary.IndexSum));
    }

    private async Task ClientStreamEmpty()
    {
        using var call = _stub.Collect(Call());
        await call.RequestStream.CompleteAsync();
        Assert.Equal(0u, (await call).Count);
    }

    private static async Task BidiStreamAsync(Messages.Interop.InteropClient stub)
    {
        using var call = stub.Chat(Call());
        for (uint i = 0; i < 200; i++)
        {
            await call.RequestStream.WriteAsync(new Item { Index = i, Text = Payloads.Text });
            Assert.True(await call.ResponseStream.MoveNext(default), "an answer is missing");
            Assert.Equal((i, Payloads.Text), (call.ResponseStream.Current.Index, call.ResponseStream.Current.Text));
        }

        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext(default), "the last answer is missing");
        Assert.Equal("end", call.ResponseStream.Current.Text);
        Assert.False(await call.ResponseStream.MoveNext(default));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private Task BidiHalfClose() => ChatAsync(_stub, 100, Payloads.Pattern(1000), Call());

    private Task BidiConcurrent() => Task.WhenAll(Enumerable.Range(0, 16).Select(_ => ChatAsync(_stub, 20, Payloads.Pattern(1000), Call())));
}
