using System.Collections.Concurrent;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Llm.Budgets;
using Sim.Plugins.CrashReports.Llm.Cassettes;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.CrashReports.Llm.Service;

/// <summary>
/// Answers requests: from memory, from the cassette, or over the network within the budgets, with pauses and repetitions. One for each set of options in a
/// process, so that the variants of a report ask once and a budget holds for all of them. Thread-safe.
/// </summary>
internal sealed class LlmGateway : IDisposable
{
    private static readonly ConcurrentDictionary<string, LlmGateway> Shared = new(StringComparer.Ordinal);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, Lazy<CassetteEntry>> _answers = new(StringComparer.Ordinal);
    private readonly LlmOptions _options;
    private readonly ExtractorHost _host;
    private readonly Cassette? _cassette;
    private readonly Lazy<(OpenAiTransport Transport, string Key)> _transport;

    /// <summary>Makes a gateway of its own.</summary>
    /// <exception cref="InputException">The cassette is none.</exception>
    public LlmGateway(LlmOptions options, ExtractorHost host)
    {
        _options = options;
        _host = host;
        _cassette = options.CassetteFile is { } file ? Cassette.Open(file, options.CassetteName) : null;
        Meter = new BudgetMeter(options.Budgets);
        _transport = new(() =>
        {
            string key = options.Key is { } setting ? Secrets.Resolve(setting, host.Variables) : "";
            return (new OpenAiTransport(options, key.Length == 0 ? null : key), key);
        });
    }

    /// <summary>What is spent.</summary>
    public BudgetMeter Meter { get; }

    /// <summary>The gateway that all extractors with these options share.</summary>
    public static LlmGateway Of(LlmOptions options, ExtractorHost host) =>
        Shared.GetOrAdd($"{(options with { Key = null }).ToString()}|{options.Key?.Text}|{host.Network}", _ => new LlmGateway(options, host));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_transport.IsValueCreated)
        {
            _transport.Value.Transport.Dispose();
        }
    }

    /// <summary>Answers a request.</summary>
    /// <exception cref="InputException">Nothing may be sent and the cassette has no answer.</exception>
    /// <exception cref="ModuleFailedException">A budget is spent, or the service does not answer.</exception>
    public CassetteEntry Ask(LlmRequest request, CancellationToken cancellationToken)
    {
        string key = request.Key(_options.Model);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var one = _answers.GetOrAdd(key, k => new Lazy<CassetteEntry>(() => Find(request, k, cancellationToken)));
            try
            {
                return one.Value;
            }
            catch (Exception e)
            {
                // What failed for one case may be tried again by the next.
                _answers.TryRemove(new(key, one));
                if (e is not OperationCanceledException || cancellationToken.IsCancellationRequested)
                {
                    throw;
                }
            }
        }
    }

    private CassetteEntry Find(LlmRequest request, string key, CancellationToken cancellationToken)
    {
        if (_options.Mode != CassetteMode.Record && _cassette?.Find(key) is { } found)
        {
            return found;
        }

        if (_cassette is not null && _options.Mode == CassetteMode.Replay)
        {
            throw new InputException($"the cassette has no answer to the request '{request.Task}' ({key}); the report, the options or the prompts have changed since it was recorded: record it again with mode: auto", _options.CassetteName);
        }

        if (!_host.Network || _options.Endpoint is null)
        {
            throw new InputException($"the cassette has no answer to the request '{request.Task}' ({key}), and {(_host.Network ? "no endpoint is given" : "the network is not allowed here: write 'network: allow' in the suite")}", _options.CassetteName);
        }

        var entry = Call(request, key, cancellationToken).GetAwaiter().GetResult();
        _cassette?.Put(entry);
        return entry;
    }

    private async Task<CassetteEntry> Call(LlmRequest request, string key, CancellationToken cancellationToken)
    {
        var (transport, secret) = _transport.Value;
        byte[] body = request.Body(_options);
        long estimate = request.EstimatedTokens();
        string reason = "";
        for (int attempt = 0; attempt <= _options.Retries; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double left = Meter.Reserve(estimate, _options.MaxAnswerTokens);
            long start = _host.Clock.GetTimestamp();
            var used = new LlmUsage(0, 0);
            LlmReply reply;
            LlmAnswer? answer = null;
            try
            {
                var limit = TimeSpan.FromSeconds(Math.Min(_options.Timeout.TotalSeconds, left));
                using var timer = new CancellationTokenSource(limit, _host.Clock);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
                try
                {
                    reply = await transport.Send(body, both.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    if (left <= _options.Timeout.TotalSeconds)
                    {
                        throw Meter.SecondsSpent();
                    }

                    reply = new LlmReply(-1, [], null);
                }

                if (reply.Status == 200)
                {
                    answer = CompletionReader.Read(reply.Body, out var counted);
                    used = counted ?? new LlmUsage(estimate, answer is null ? 0 : answer.Content.Length / 3);
                }
            }
            finally
            {
                Meter.Settle(estimate, _options.MaxAnswerTokens, used, _host.Clock.GetElapsedTime(start).TotalSeconds);
            }

            if (answer is not null)
            {
                return new CassetteEntry(key, request.Task, _options.Model, _options.Host, Clean(answer, secret), used);
            }

            reason = Reason(reply, secret);
            if (reply.Status is > 0 and not (200 or 408 or 409 or 429 or >= 500))
            {
                break;
            }

            if (attempt < _options.Retries)
            {
                await Pause(reply, attempt, cancellationToken).ConfigureAwait(false);
            }
        }

        throw new ModuleFailedException($"the model at {_options.Host} gave no answer: {reason}");
    }

    private async Task Pause(LlmReply reply, int attempt, CancellationToken cancellationToken)
    {
        var own = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 1 << Math.Min(attempt, 6)));
        var pause = reply.RetryAfter is { } asked && asked > own ? asked : own;
        if (pause > _options.Timeout && pause > LongestPause)
        {
            throw new ModuleFailedException(FormattableString.Invariant($"the model at {_options.Host} asks to wait {pause.TotalSeconds:0} s, which is longer than the timeout"));
        }

        Meter.Wait(pause.TotalSeconds);
        await Task.Delay(pause, _host.Clock, cancellationToken).ConfigureAwait(false);
    }

    private string Reason(LlmReply reply, string secret)
    {
        string said = CompletionReader.Message(reply.Body);
        string words = reply.Status switch
        {
            -1 => FormattableString.Invariant($"no answer within {_options.Timeout.TotalSeconds:0.###} s"),
            0 => "the connection broke",
            200 => "the answer is truncated or no completion",
            401 or 403 => FormattableString.Invariant($"status {reply.Status}: the key is missing or not accepted"),
            429 => "status 429: too many requests",
            _ => FormattableString.Invariant($"status {reply.Status}"),
        };
        return Clean(said.Length == 0 ? words : $"{words} ({said})", secret);
    }

    private static LlmAnswer Clean(LlmAnswer answer, string secret) => new(Clean(answer.Content, secret), Clean(answer.Finish, secret), Clean(answer.Refusal, secret));

    // A service that repeats the key must not bring it into a file or a message.
    private static string Clean(string text, string secret) => secret.Length == 0 ? text : text.Replace(secret, "***", StringComparison.Ordinal);
}
