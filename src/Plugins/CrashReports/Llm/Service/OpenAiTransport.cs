using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using OpenAI;
using OpenAI.Chat;

namespace Sim.Plugins.CrashReports.Llm.Service;

/// <summary>Sends the bodies of requests with the OpenAI package. Repeats nothing and follows no redirection. Thread-safe.</summary>
internal sealed class OpenAiTransport : IDisposable
{
    private const int MaxBytes = 8 << 20;
    private readonly HttpClient _http;
    private readonly ChatClient _client;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="options">Endpoint and model.</param>
    /// <param name="key">The key; null: the endpoint asks for none.</param>
    public OpenAiTransport(LlmOptions options, string? key)
    {
        // A redirection would send the text to a host that nobody named.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
        _client = new ChatClient(options.Model, new ApiKeyCredential(key ?? "none"), new OpenAIClientOptions
        {
            Endpoint = options.Endpoint,
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            Transport = new HttpClientPipelineTransport(_http),
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Sends one request and reads the whole answer.</summary>
    public async Task<LlmReply> Send(byte[] body, CancellationToken cancellationToken)
    {
        var call = new RequestOptions { CancellationToken = cancellationToken, ErrorOptions = ClientErrorBehaviors.NoThrow, BufferResponse = false };
        try
        {
            using var content = BinaryContent.Create(BinaryData.FromBytes(body));
            var result = await _client.CompleteChatAsync(content, call).ConfigureAwait(false);
            using var response = result.GetRawResponse();
            byte[] answer = response.ContentStream is { } stream ? await Read(stream, cancellationToken).ConfigureAwait(false) : response.Content.ToArray();
            return new LlmReply(response.Status, answer, RetryAfter(response.Headers));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is IOException or HttpRequestException or ClientResultException or OperationCanceledException)
        {
            return new LlmReply(0, [], null);
        }
    }

    private static async Task<byte[]> Read(Stream stream, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[16384];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > MaxBytes)
            {
                throw new IOException("the answer is too long");
            }
        }

        return bytes.ToArray();
    }

    // A date would need the service's clock; only seconds are taken.
    private static TimeSpan? RetryAfter(PipelineResponseHeaders headers) =>
        headers.TryGetValue("Retry-After", out string? text) && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
