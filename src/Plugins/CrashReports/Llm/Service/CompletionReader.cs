using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace Sim.Plugins.CrashReports.Llm.Service;

/// <summary>Reads chat completions, whole or as events. Pure and thread-safe.</summary>
internal static class CompletionReader
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 32 };

    /// <summary>Reads a body; null when it is no whole completion (truncated, no JSON, another shape).</summary>
    /// <param name="body">The body.</param>
    /// <param name="usage">What the service counted; null when it does not say.</param>
    public static LlmAnswer? Read(ReadOnlySpan<byte> body, out LlmUsage? usage)
    {
        usage = null;
        try
        {
            return IsEvents(body) ? Events(body.ToArray(), ref usage) : Whole(body.ToArray(), ref usage);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The service's own words about an error, at most 200 characters.</summary>
    public static string Message(ReadOnlySpan<byte> body)
    {
        string text = "";
        try
        {
            using var document = JsonDocument.Parse(body.ToArray(), Limits);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error))
            {
                text = error.ValueKind == JsonValueKind.Object ? Text(error, "message") : error.ValueKind == JsonValueKind.String ? error.GetString()! : "";
            }
        }
        catch (JsonException)
        {
            return "";
        }

        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 200 ? text : text[..200] + "…";
    }

    private static bool IsEvents(ReadOnlySpan<byte> body)
    {
        var start = body.TrimStart("\r\n \t\uFEFF"u8);
        return start.StartsWith("data:"u8) || start.StartsWith("event:"u8) || start.StartsWith(":"u8) || start.StartsWith("id:"u8);
    }

    private static LlmAnswer? Whole(byte[] body, ref LlmUsage? usage)
    {
        using var document = JsonDocument.Parse(body, Limits);
        usage = Usage(document.RootElement);
        if (!document.RootElement.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0)
        {
            return null;
        }

        var choice = choices[0];
        return choice.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object
            ? new LlmAnswer(Text(message, "content"), Text(choice, "finish_reason"), Text(message, "refusal"))
            : null;
    }

    private static LlmAnswer? Events(byte[] body, ref LlmUsage? usage)
    {
        var content = new StringBuilder();
        var refusal = new StringBuilder();
        string finish = "";
        bool done = false;
        using var stream = new MemoryStream(body);
        foreach (var item in SseParser.Create(stream).Enumerate())
        {
            if (item.Data == "[DONE]")
            {
                done = true;
                break;
            }

            using var document = JsonDocument.Parse(item.Data, Limits);
            usage = Usage(document.RootElement) ?? usage;
            if (!document.RootElement.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0)
            {
                continue;
            }

            var choice = choices[0];
            finish = Text(choice, "finish_reason") is { Length: > 0 } word ? word : finish;
            if (choice.TryGetProperty("delta", out var delta) && delta.ValueKind == JsonValueKind.Object)
            {
                content.Append(Text(delta, "content"));
                refusal.Append(Text(delta, "refusal"));
            }
        }

        // A stream that breaks off ends without the mark.
        return done ? new LlmAnswer(content.ToString(), finish, refusal.ToString()) : null;
    }

    private static LlmUsage? Usage(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
        && Count(usage, "prompt_tokens") is { } prompt && Count(usage, "completion_tokens") is { } answer
            ? new LlmUsage(prompt, answer)
            : null;

    private static long? Count(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long count) && count >= 0 ? count : null;

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
