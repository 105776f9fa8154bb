using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sim.Tests.CrashReports.Llm;

/// <summary>A request as the service saw it.</summary>
internal sealed record SeenRequest(string Path, string Authorization, JsonElement Body)
{
    public string Task => Body.GetProperty("response_format").GetProperty("json_schema").GetProperty("name").GetString()!;

    public string Model => Body.GetProperty("model").GetString()!;

    /// <summary>All texts of all messages, in order.</summary>
    public IReadOnlyList<string> Texts => [.. Body.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("content")).Select(c =>
        c.ValueKind == JsonValueKind.String ? c.GetString()! : string.Concat(c.EnumerateArray().Where(p => p.GetProperty("type").GetString() == "text").Select(p => p.GetProperty("text").GetString())))];

    /// <summary>The report between the delimiters of the first user message.</summary>
    public string Report => Texts[1].Split("<<<REPORT>>>\n")[1].Split("\n<<<END OF REPORT>>>")[0];
}

/// <summary>What the service answers: a status and a body, or something broken.</summary>
internal sealed record FakeAnswer
{
    public int Status { get; init; } = 200;

    public string Content { get; init; } = "";

    public string? Refusal { get; init; }

    public string Finish { get; init; } = "stop";

    /// <summary>The whole body instead of a completion.</summary>
    public string? Raw { get; init; }

    public string? RetryAfter { get; init; }

    /// <summary>Cut the body in half and close the connection.</summary>
    public bool Truncate { get; init; }

    /// <summary>Never answer.</summary>
    public bool Hang { get; init; }

    public string? Redirect { get; init; }

    public int PromptTokens { get; init; } = 1000;

    public int AnswerTokens { get; init; } = 200;

    public static implicit operator FakeAnswer(string content) => new() { Content = content };
}

/// <summary>A real HTTP server of the OpenAI shape on the loopback interface.</summary>
internal sealed class FakeService : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<SeenRequest, int, FakeAnswer> _answer;
    private readonly CancellationTokenSource _end = new();
    private readonly List<SeenRequest> _seen = [];
    private readonly Task _loop;

    public FakeService(Func<SeenRequest, int, FakeAnswer> answer)
    {
        _answer = answer;
        (_listener, Port) = Listen();
        _loop = Task.Run(Loop);
    }

    public int Port { get; }

    public string Endpoint => FormattableString.Invariant($"http://127.0.0.1:{Port}/v1");

    public IReadOnlyList<SeenRequest> Seen
    {
        get
        {
            lock (_seen)
            {
                return [.. _seen];
            }
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Close();
        _loop.Wait();
        _end.Dispose();
    }

    // The listener takes no port 0, so a free one is looked for.
    private static (HttpListener Listener, int Port) Listen()
    {
        for (int attempt = 0; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            int port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add(FormattableString.Invariant($"http://127.0.0.1:{port}/"));
            try
            {
                listener.Start();
                return (listener, port);
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                listener.Close();
            }
        }
    }

    private async Task Loop()
    {
        var running = new List<Task>();
        while (!_end.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                break;
            }

            running.Add(Task.Run(() => Handle(context)));
        }

        await Task.WhenAll(running);
    }

    private async Task Handle(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var seen = new SeenRequest(context.Request.Url!.AbsolutePath, context.Request.Headers["Authorization"] ?? "", JsonElement.Parse(await reader.ReadToEndAsync(_end.Token)));
            int number;
            lock (_seen)
            {
                _seen.Add(seen);
                number = _seen.Count;
            }

            await Answer(context.Response, _answer(seen, number), seen.Body.TryGetProperty("stream", out var stream) && stream.GetBoolean());
        }
        catch (Exception e) when (e is OperationCanceledException or HttpListenerException or ObjectDisposedException or IOException)
        {
            context.Response.Abort();
        }
    }

    private async Task Answer(HttpListenerResponse response, FakeAnswer answer, bool stream)
    {
        if (answer.Hang)
        {
            await Task.Delay(Timeout.Infinite, _end.Token);
        }

        response.StatusCode = answer.Status;
        if (answer.RetryAfter is { } wait)
        {
            response.Headers["Retry-After"] = wait;
        }

        if (answer.Redirect is { } where)
        {
            response.RedirectLocation = where;
        }

        response.ContentType = stream && answer.Status == 200 ? "text/event-stream" : "application/json";
        byte[] body = Encoding.UTF8.GetBytes(answer.Raw ?? (answer.Status != 200 ? """{"error":{"message":"the service says no","type":"server_error"}}""" : stream ? Events(answer) : Completion(answer)));
        if (answer.Truncate)
        {
            response.ContentLength64 = body.Length;
            await response.OutputStream.WriteAsync(body.AsMemory(0, body.Length / 2), _end.Token);
            await response.OutputStream.FlushAsync(_end.Token);
            response.Abort();
            return;
        }

        if (stream)
        {
            response.SendChunked = true;
        }
        else
        {
            response.ContentLength64 = body.Length;
        }

        foreach (byte[] chunk in stream ? body.Chunk(97) : [body])
        {
            await response.OutputStream.WriteAsync(chunk, _end.Token);
            await response.OutputStream.FlushAsync(_end.Token);
        }

        response.Close();
    }

    private static string Json(string text) => $"\"{JavaScriptEncoder.Default.Encode(text)}\"";

    private static string Usage(FakeAnswer answer) =>
        FormattableString.Invariant($$"""{"prompt_tokens":{{answer.PromptTokens}},"completion_tokens":{{answer.AnswerTokens}},"total_tokens":{{answer.PromptTokens + answer.AnswerTokens}}}""");

    private static string Completion(FakeAnswer answer) =>
        $$"""{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"fake","choices":[{"index":0,"message":{"role":"assistant","content":{{(answer.Refusal is null ? Json(answer.Content) : "null")}},"refusal":{{(answer.Refusal is { } words ? Json(words) : "null")}}},"finish_reason":{{Json(answer.Finish)}}}],"usage":{{Usage(answer)}}}""";

    private static string Events(FakeAnswer answer)
    {
        var text = new StringBuilder(": keep-alive\n\n");
        foreach (char[] piece in answer.Content.Chunk(50))
        {
            text.Append("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":").Append(Json(new string(piece))).Append("},\"finish_reason\":null}]}\n\n");
        }

        return text.Append("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":").Append(Json(answer.Finish)).Append("}]}\n\n")
            .Append("data: {\"choices\":[],\"usage\":").Append(Usage(answer)).Append("}\n\ndata: [DONE]\n\n").ToString();
    }
}
