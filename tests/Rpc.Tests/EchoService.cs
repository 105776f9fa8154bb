using Google.Protobuf;
using Grpc.Core;
using Sim.Tests.Messages;

namespace Sim.Tests;

/// <summary>Answers as each request asks, and tells the test what the handler saw.</summary>
public sealed class EchoService : Echo.EchoBase
{
    private readonly TaskCompletionSource<ServerCallContext> _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The first call that a handler got.</summary>
    public Task<ServerCallContext> Entered => _entered.Task;

    /// <summary>Done when a handler saw its token fire.</summary>
    public Task Cancelled => _cancelled.Task;

    /// <summary>What a handler does before anything else.</summary>
    public Func<ServerCallContext, Task>? Before { get; set; }

    /// <summary>What a handler does at its very end.</summary>
    public Action? After { get; set; }

    public override async Task<EchoReply> Unary(EchoRequest request, ServerCallContext context)
    {
        using var end = await EnterAsync(context);
        await DelayAsync(request, context);
        Fail(request);
        return Reply(request, 0);
    }

    public override async Task ServerStream(EchoRequest request, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        using var end = await EnterAsync(context);
        for (var i = 0; i < request.Count; i++)
        {
            await DelayAsync(request, context);
            await responseStream.WriteAsync(Reply(request, i));
        }

        Fail(request);
    }

    public override async Task<EchoReply> ClientStream(IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context)
    {
        using var end = await EnterAsync(context);
        var texts = new List<string>();
        var bytes = 0;
        try
        {
            await foreach (var request in requestStream.ReadAllAsync())
            {
                texts.Add(request.Text);
                bytes += request.Payload.Length;
                Fail(request);
            }
        }
        catch (OperationCanceledException)
        {
            _cancelled.TrySetResult();
            throw;
        }

        return new EchoReply { Text = string.Concat(texts), Index = texts.Count, Payload = ByteString.CopyFrom(BitConverter.GetBytes(bytes)) };
    }

    public override async Task Duplex(IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        using var end = await EnterAsync(context);
        var index = 0;
        try
        {
            while (await requestStream.MoveNext())
            {
                var request = requestStream.Current;
                await DelayAsync(request, context);
                Fail(request);
                await responseStream.WriteAsync(Reply(request, index++));
            }
        }
        catch (OperationCanceledException)
        {
            _cancelled.TrySetResult();
            throw;
        }
    }

    private static EchoReply Reply(EchoRequest request, int index) => new()
    {
        Text = request.Text,
        Payload = request.AnswerSize > 0 ? ByteString.CopyFrom(new byte[request.AnswerSize]) : request.Payload,
        Index = index,
    };

    private static void Fail(EchoRequest request)
    {
        if (request.FailCode != 0) throw new RpcException(new Status((StatusCode)request.FailCode, request.FailText), new Metadata { { "reason", "asked" } });
    }

    private async Task<End> EnterAsync(ServerCallContext context)
    {
        _entered.TrySetResult(context);
        if (Before is { } before) await before(context);
        return new End(this);
    }

    private async Task DelayAsync(EchoRequest request, ServerCallContext context)
    {
        if (request.DelayMs == 0) return;
        try
        {
            await Task.Delay(request.DelayMs, context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            _cancelled.TrySetResult();
            throw;
        }
    }

    private sealed record End(EchoService Service) : IDisposable
    {
        public void Dispose() => Service.After?.Invoke();
    }
}
