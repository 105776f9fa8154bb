using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Sim.Tests.Interop.Messages;

namespace Sim.Tests.Interop;

// Calls that end otherwise than well: deadlines, cancellation, errors.
internal sealed partial class Cases
{
    private async Task DeadlineUnary()
    {
        string key = NewKey("deadline");
        var clock = Stopwatch.StartNew();
        await FailsAsync(StatusCode.DeadlineExceeded, () => _stub.EchoAsync(new EchoRequest { DelayMs = 10_000 }, Call(0.2, ("x-key", key))).ResponseAsync);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.15, 3);
        await EndedAsync(key, "cancelled");
    }

    private async Task DeadlineMidStream()
    {
        string key = NewKey("deadline");
        var got = new List<Item>();
        using var call = _stub.Expand(new ExpandRequest { Count = 1000, DelayMs = 50 }, Call(1.0, ("x-key", key)));
        await FailsAsync(StatusCode.DeadlineExceeded, () => AllAsync(call.ResponseStream, got));
        Assert.InRange(got.Count, 1, 999);
        await EndedAsync(key, "cancelled");
    }

    private async Task DeadlineBidi()
    {
        string key = NewKey("deadline");
        using var call = _stub.Chat(Call(0.5, ("x-key", key)));
        await call.RequestStream.WriteAsync(new Item { Index = 1 });
        Assert.True(await call.ResponseStream.MoveNext(default));
        await FailsAsync(StatusCode.DeadlineExceeded, () => call.ResponseStream.MoveNext(default));
        await EndedAsync(key, "cancelled");
    }

    private async Task DeadlineExpired() => await FailsAsync(StatusCode.DeadlineExceeded, () => _stub.EchoAsync(new EchoRequest(), Call(-1)).ResponseAsync);

    private async Task DeadlineSeenByServer()
    {
        Assert.InRange((await _stub.EchoAsync(new EchoRequest(), Call())).DeadlineMs, Wait.TotalMilliseconds / 2, Wait.TotalMilliseconds + 1000);
        Assert.Equal(-1, (await _stub.EchoAsync(new EchoRequest())).DeadlineMs);
    }

    private async Task CancelUnary()
    {
        string key = NewKey("cancel");
        using var cancel = new CancellationTokenSource();
        var call = _stub.EchoAsync(new EchoRequest { DelayMs = 10_000 }, Call(null, ("x-key", key)).WithCancellationToken(cancel.Token));
        await RunningAsync(key);
        await cancel.CancelAsync();
        await FailsAsync(StatusCode.Cancelled, () => call.ResponseAsync);
        await EndedAsync(key, "cancelled");
    }

    private async Task CancelServerStream()
    {
        string key = NewKey("cancel");
        using var cancel = new CancellationTokenSource();
        using var call = _stub.Expand(new ExpandRequest { Count = 100_000, DelayMs = 5 }, Call(null, ("x-key", key)).WithCancellationToken(cancel.Token));
        for (uint i = 0; i < 3; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext(default));
            Assert.Equal(i, call.ResponseStream.Current.Index);
        }

        await cancel.CancelAsync();
        await FailsAsync(StatusCode.Cancelled, () => AllAsync(call.ResponseStream));
        await EndedAsync(key, "cancelled");
    }

    private async Task CancelClientStream()
    {
        string key = NewKey("cancel");
        using var cancel = new CancellationTokenSource();
        using var call = _stub.Collect(Call(null, ("x-key", key)).WithCancellationToken(cancel.Token));
        await call.RequestStream.WriteAsync(new Item());
        await RunningAsync(key);
        await cancel.CancelAsync();
        await FailsAsync(StatusCode.Cancelled, () => call.ResponseAsync);
        await EndedAsync(key, "cancelled");
    }

    // By disposal, the other way to cancel.
    private async Task CancelBidi()
    {
        string key = NewKey("cancel");
        var call = _stub.Chat(Call(null, ("x-key", key)));
        await call.RequestStream.WriteAsync(new Item { Index = 1 });
        Assert.True(await call.ResponseStream.MoveNext(default));
        call.Dispose();
        await FailsAsync(StatusCode.Cancelled, () => AllAsync(call.ResponseStream));
        await EndedAsync(key, "cancelled");
    }

    private async Task FinishedIsSeen()
    {
        string key = NewKey("finished");
        await _stub.EchoAsync(new EchoRequest(), Call(null, ("x-key", key)));
        await EndedAsync(key, "finished");
    }

    private async Task ErrorCodes()
    {
        for (int code = 1; code <= 16; code++)
        {
            string message = "code " + code.ToString(CultureInfo.InvariantCulture);
            var request = new EchoRequest { Failure = new Failure { Code = code, Message = message } };
            await FailsAsync((StatusCode)code, () => _stub.EchoAsync(request, Call()).ResponseAsync, message);
        }
    }

    private async Task ErrorMessage() =>
        await FailsAsync(StatusCode.NotFound, () => _stub.EchoAsync(new EchoRequest { Failure = new Failure { Code = 5, Message = Payloads.Text } }, Call()).ResponseAsync, Payloads.Text);

    private async Task ErrorTrailers()
    {
        var options = Call(null, ("x-trailing-text", "left rear"), ("x-trailing-raw-bin", Payloads.Binary));
        var error = await FailsAsync(StatusCode.Aborted, () => _stub.EchoAsync(new EchoRequest { Failure = new Failure { Code = 10, Message = "stop" } }, options).ResponseAsync, "stop");
        Assert.Equal("left rear", error.Trailers.GetValue("x-trailing-text"));
        Assert.Equal(Payloads.Binary, error.Trailers.GetValueBytes("x-trailing-raw-bin"));
    }

    private async Task ErrorAfterMessages()
    {
        var got = new List<Item>();
        var request = new ExpandRequest { Count = 5, Failure = new Failure { Code = 15, Message = Payloads.Text } };
        using var call = _stub.Expand(request, Call(null, ("x-trailing-text", "after")));
        var error = await FailsAsync(StatusCode.DataLoss, () => AllAsync(call.ResponseStream, got), Payloads.Text);
        Assert.Equal([0u, 1, 2, 3, 4], got.Select(i => i.Index));
        Assert.Equal("after", error.Trailers.GetValue("x-trailing-text"));
    }

    private async Task ErrorInClientStream()
    {
        using var call = _stub.Collect(Call());
        await call.RequestStream.WriteAsync(new Item());
        await call.RequestStream.WriteAsync(new Item { Failure = new Failure { Code = 9, Message = Payloads.Text } });
        await FailsAsync(StatusCode.FailedPrecondition, () => call.ResponseAsync, Payloads.Text);
    }

    private async Task ErrorInBidi()
    {
        using var call = _stub.Chat(Call());
        await call.RequestStream.WriteAsync(new Item { Index = 1 });
        Assert.True(await call.ResponseStream.MoveNext(default));
        await call.RequestStream.WriteAsync(new Item { Failure = new Failure { Code = 11, Message = Payloads.Text } });
        await FailsAsync(StatusCode.OutOfRange, () => call.ResponseStream.MoveNext(default), Payloads.Text);
    }

    private async Task UnknownMethod()
    {
        var method = new Method<EchoRequest, EchoReply>(MethodType.Unary, Payloads.Service, "Missing",
            Marshallers.Create<EchoRequest>(m => m.ToByteArray(), EchoRequest.Parser.ParseFrom), Marshallers.Create<EchoReply>(m => m.ToByteArray(), EchoReply.Parser.ParseFrom));
        await FailsAsync(StatusCode.Unimplemented, () => _channel.CreateCallInvoker().AsyncUnaryCall(method, null, Call(), new EchoRequest()).ResponseAsync);
    }

    private async Task UnknownService() => await FailsAsync(StatusCode.Unimplemented, () => new Absent.AbsentClient(_channel).EchoAsync(new EchoRequest(), Call()).ResponseAsync);
}
