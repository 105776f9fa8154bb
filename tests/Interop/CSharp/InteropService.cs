using Google.Protobuf;
using Grpc.Core;
using Sim.Tests.Interop.Messages;

namespace Sim.Tests.Interop;

/// <summary>The C# server's side of the matrix; what each method does stands in interop.proto.</summary>
internal sealed class InteropService : Messages.Interop.InteropBase
{
    private readonly CallLog _log = new();

    public override async Task<EchoReply> Echo(EchoRequest request, ServerCallContext context)
    {
        long left = context.Deadline == DateTime.MaxValue ? -1 : (long)(context.Deadline - DateTime.UtcNow).TotalMilliseconds;
        using var call = await BeginAsync(context);
        if (request.DelayMs > 0) await Task.Delay((int)request.DelayMs, context.CancellationToken);
        ThrowIfAsked(request.Failure);
        var reply = new EchoReply
        {
            Payload = request.ReplySize > 0 ? Payloads.Pattern((int)request.ReplySize) : request.Payload,
            Text = request.Text,
            DeadlineMs = left,
        };
        foreach (var entry in context.RequestHeaders.Where(e => e.Key.StartsWith("x-", StringComparison.Ordinal)))
        {
            reply.Headers.Add(new Header { Key = entry.Key, Value = ByteString.CopyFrom(entry.ValueBytes) });
        }

        return reply;
    }

    public override async Task Expand(ExpandRequest request, IServerStreamWriter<Item> responseStream, ServerCallContext context)
    {
        using var call = await BeginAsync(context);
        var payload = Payloads.Pattern((int)request.Size);
        for (uint i = 0; i < request.Count; i++)
        {
            if (request.DelayMs > 0) await Task.Delay((int)request.DelayMs, context.CancellationToken);
            await responseStream.WriteAsync(new Item { Index = i, Payload = payload });
        }

        ThrowIfAsked(request.Failure);
    }

    public override async Task<Summary> Collect(IAsyncStreamReader<Item> requestStream, ServerCallContext context)
    {
        using var call = await BeginAsync(context);
        var summary = new Summary();
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            ThrowIfAsked(requestStream.Current.Failure);
            summary.Count++;
            summary.Bytes += (ulong)requestStream.Current.Payload.Length;
            summary.IndexSum += requestStream.Current.Index;
        }

        return summary;
    }

    public override async Task Chat(IAsyncStreamReader<Item> requestStream, IServerStreamWriter<Item> responseStream, ServerCallContext context)
    {
        using var call = await BeginAsync(context);
        uint count = 0;
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            ThrowIfAsked(requestStream.Current.Failure);
            count++;
            await responseStream.WriteAsync(requestStream.Current);
        }

        await responseStream.WriteAsync(new Item { Index = count, Text = "end" });
    }

    public override async Task<WitnessReply> Witness(WitnessRequest request, ServerCallContext context) =>
        new() { State = await _log.EndedAsync(request.Key, TimeSpan.FromMilliseconds(request.WaitMs)) };

    private static void ThrowIfAsked(Failure? failure)
    {
        if (failure is not null) throw new RpcException(new Status((StatusCode)failure.Code, failure.Message));
    }

    // What the metadata asks for; the result notes the end of the call.
    private async Task<IDisposable> BeginAsync(ServerCallContext context)
    {
        var initial = new Metadata();
        foreach (var entry in context.RequestHeaders)
        {
            if (entry.Key.StartsWith("x-initial-", StringComparison.Ordinal)) initial.Add(entry);
            if (entry.Key.StartsWith("x-trailing-", StringComparison.Ordinal)) context.ResponseTrailers.Add(entry);
        }

        if (context.RequestHeaders.GetValue("x-compress") == "gzip") initial.Add("grpc-internal-encoding-request", "gzip");
        await context.WriteResponseHeadersAsync(initial);
        return new Noted(_log, context.RequestHeaders.GetValue("x-key"), context.CancellationToken);
    }

    private sealed class Noted : IDisposable
    {
        private readonly CallLog _log;
        private readonly string? _key;
        private readonly CancellationToken _cancelled;

        public Noted(CallLog log, string? key, CancellationToken cancelled)
        {
            (_log, _key, _cancelled) = (log, key, cancelled);
            if (key is not null) log.Begin(key);
        }

        public void Dispose()
        {
            if (_key is not null) _log.End(_key, _cancelled.IsCancellationRequested);
        }
    }
}
