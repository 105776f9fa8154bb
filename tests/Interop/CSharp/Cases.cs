using System.Globalization;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Sim.Tests.Interop.Messages;

namespace Sim.Tests.Interop;

/// <summary>The C# client of the matrix: every case against one server. The list is the reference for the other two languages.</summary>
internal sealed partial class Cases
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private static int _keys;

    private static readonly (string Name, Func<Cases, Task> Body)[] All =
    [
        ("unary", c => UnaryAsync(c._stub)), ("unary_empty", c => c.UnaryEmpty()), ("unary_concurrent", c => c.UnaryConcurrent()),
        ("server_stream", c => c.ServerStream()), ("server_stream_empty", c => c.ServerStreamEmpty()),
        ("client_stream", c => c.ClientStream()), ("client_stream_empty", c => c.ClientStreamEmpty()),
        ("bidi_stream", c => BidiStreamAsync(c._stub)), ("bidi_half_close", c => c.BidiHalfClose()), ("bidi_concurrent", c => c.BidiConcurrent()),
        ("deadline_unary", c => c.DeadlineUnary()), ("deadline_mid_stream", c => c.DeadlineMidStream()), ("deadline_bidi", c => c.DeadlineBidi()),
        ("deadline_expired", c => c.DeadlineExpired()), ("deadline_seen_by_server", c => c.DeadlineSeenByServer()),
        ("cancel_unary", c => c.CancelUnary()), ("cancel_server_stream", c => c.CancelServerStream()),
        ("cancel_client_stream", c => c.CancelClientStream()), ("cancel_bidi", c => c.CancelBidi()), ("finished_is_seen", c => c.FinishedIsSeen()),
        ("error_codes", c => c.ErrorCodes()), ("error_message", c => c.ErrorMessage()), ("error_trailers", c => c.ErrorTrailers()),
        ("error_after_messages", c => c.ErrorAfterMessages()), ("error_in_client_stream", c => c.ErrorInClientStream()), ("error_in_bidi", c => c.ErrorInBidi()),
        ("unknown_method", c => c.UnknownMethod()), ("unknown_service", c => c.UnknownService()),
        ("metadata_request", c => c.MetadataRequest()), ("metadata_repeated", c => c.MetadataRepeated()),
        ("metadata_initial", c => c.MetadataInitial()), ("metadata_trailing", c => c.MetadataTrailing()),
        ("gzip_request", c => c.GzipRequest()), ("gzip_response", c => c.GzipResponse()), ("gzip_stream", c => c.GzipStream()),
        ("large_unary", c => c.LargeUnary()), ("large_stream", c => LargeStreamAsync(c._stub)),
        ("size_limit_server", c => c.SizeLimitServer()), ("size_limit_client", c => c.SizeLimitClient()), ("size_limit_compressed", c => c.SizeLimitCompressed()),
        ("mtls", c => c.MutualTls()), ("mtls_no_certificate", c => c.MutualTlsNoCertificate()), ("mtls_foreign_certificate", c => c.MutualTlsForeignCertificate()),
        ("tls_foreign_server", c => c.TlsForeignServer()), ("tls_plaintext", c => c.TlsPlaintext()),
        ("token_good", c => c.TokenGood()), ("token_missing", c => c.TokenMissing()), ("token_wrong", c => c.TokenWrong()),
        ("unix_socket", c => c.UnixSocket()), ("health_check", c => c.HealthCheck()), ("health_unknown", c => c.HealthUnknown()), ("health_watch", c => c.HealthWatch()),
        ("reflection", c => c.ReflectionAnswers()), ("refused", _ => Refused()),
    ];

    private readonly Endpoints _at;
    private readonly ChannelBase _channel;
    private readonly Messages.Interop.InteropClient _stub;

    private Cases(Endpoints at, ChannelBase channel)
    {
        _at = at;
        _channel = channel;
        _stub = new Messages.Interop.InteropClient(channel);
    }

    /// <summary>Names of all cases.</summary>
    public static IEnumerable<string> Names => All.Select(c => c.Name);

    /// <summary>Runs all cases against a server; one line each, "ok NAME" or "FAIL NAME why".</summary>
    public static async Task<List<string>> RunAsync(Endpoints at, string? only = null)
    {
        var lines = new List<string>();
        using var channel = Channels.Plain(at.Plain);
        var cases = new Cases(at, channel);
        foreach (var (name, body) in All.Where(c => only is null || c.Name == only))
        {
            try
            {
                await body(cases).WaitAsync(TimeSpan.FromSeconds(60));
                lines.Add($"ok {name}");
            }
            catch (Exception e)
            {
                lines.Add($"FAIL {name} {e.ToString().ReplaceLineEndings(" | ")}");
            }
        }

        return lines;
    }

    private static CallOptions Call(double? seconds = null, params (string Key, object Value)[] metadata)
    {
        var headers = new Metadata();
        foreach (var (key, value) in metadata)
        {
            headers.Add(value is byte[] bytes ? new Metadata.Entry(key, bytes) : new Metadata.Entry(key, (string)value));
        }

        return new CallOptions(headers, DateTime.UtcNow + (seconds is null ? Wait : TimeSpan.FromSeconds(seconds.Value)));
    }

    private static async Task<RpcException> FailsAsync(StatusCode expected, Func<Task> call, string? message = null)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        Assert.True(expected == error.StatusCode, $"{error.Status}, expected {expected}");
        if (message is not null) Assert.Equal(message, error.Status.Detail);
        return error;
    }

    private static string NewKey(string name) => string.Create(CultureInfo.InvariantCulture, $"csharp-{name}-{Environment.ProcessId}-{Interlocked.Increment(ref _keys)}");

    private async Task EndedAsync(string key, string expected) =>
        Assert.Equal(expected, (await _stub.WitnessAsync(new WitnessRequest { Key = key, WaitMs = 5000 }, Call())).State);

    private async Task RunningAsync(string key)
    {
        var end = DateTime.UtcNow.AddSeconds(10);
        while ((await _stub.WitnessAsync(new WitnessRequest { Key = key }, Call())).State != "running")
        {
            Assert.True(DateTime.UtcNow < end, "the call never reached the server");
            await Task.Delay(10);
        }
    }

    // Sends the items while reading all answers, which must be those and "end".
    private static async Task ChatAsync(Messages.Interop.InteropClient stub, int count, ByteString payload, CallOptions options)
    {
        using var call = stub.Chat(options);
        var writing = Task.Run(async () =>
        {
            for (uint i = 0; i < count; i++)
            {
                await call.RequestStream.WriteAsync(new Item { Index = i, Payload = payload });
            }

            await call.RequestStream.CompleteAsync();
        });
        for (uint i = 0; i < count; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext(default), "an answer is missing");
            Assert.Equal(i, call.ResponseStream.Current.Index);
            Assert.True(payload.Equals(call.ResponseStream.Current.Payload), "the payload differs");
        }

        Assert.True(await call.ResponseStream.MoveNext(default), "the last answer is missing");
        Assert.Equal("end", call.ResponseStream.Current.Text);
        Assert.False(await call.ResponseStream.MoveNext(default));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        await writing;
    }

    private static async Task<List<Item>> AllAsync(IAsyncStreamReader<Item> stream, List<Item>? into = null)
    {
        var items = into ?? [];
        while (await stream.MoveNext(default))
        {
            items.Add(stream.Current);
        }

        return items;
    }

    private async Task UnixSocket()
    {
        using var channel = Channels.Unix(_at.Unix);
        var stub = new Messages.Interop.InteropClient(channel);
        await UnaryAsync(stub);
        await BidiStreamAsync(stub);
        await LargeStreamAsync(stub);
    }

    private static async Task Refuse(int port)
    {
        using var channel = Channels.Plain($"127.0.0.1:{port}");
        await FailsAsync(StatusCode.Unavailable, () => new Messages.Interop.InteropClient(channel).EchoAsync(new EchoRequest(), Call()).ResponseAsync);
    }

    private static async Task Refused()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0)); // not listening
        await Refuse(((System.Net.IPEndPoint)taken.LocalEndPoint!).Port);
    }
}
