using System.Security.Cryptography;
using System.Text.Json;
using Sim.Plugins.CrashReports.Llm.Questions;

namespace Sim.Plugins.CrashReports.Llm.Service;

/// <summary>A question to a model. Immutable.</summary>
/// <param name="Task">What is asked: the name of the schema.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="Shape">Form of the answer.</param>
internal sealed record LlmRequest(string Task, IReadOnlyList<LlmMessage> Messages, Shape Shape)
{
    /// <summary>SHA-256 of the canonical form of model, messages and schema, lower-case hexadecimal.</summary>
    public string Key(string model)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            WriteMessages(json);
            json.WritePropertyName("schema");
            Shape.Write(json);
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    /// <summary>The body of the HTTP request.</summary>
    public byte[] Body(LlmOptions options)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("model", options.Model);
            WriteMessages(json);
            json.WriteNumber("temperature", 0);
            json.WriteNumber("seed", options.Seed);
            json.WriteNumber("max_completion_tokens", options.MaxAnswerTokens);
            json.WriteStartObject("response_format");
            json.WriteString("type", "json_schema");
            json.WriteStartObject("json_schema");
            json.WriteString("name", Task);
            json.WriteBoolean("strict", true);
            json.WritePropertyName("schema");
            Shape.Write(json);
            json.WriteEndObject();
            json.WriteEndObject();
            if (options.Stream)
            {
                json.WriteBoolean("stream", true);
                json.WriteStartObject("stream_options");
                json.WriteBoolean("include_usage", true);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>Tokens that the question takes, estimated from above.</summary>
    public long EstimatedTokens()
    {
        // English takes about 4 bytes a token; every bound that holds must be lower. A picture takes up to about 1,500.
        long bytes = Messages.Sum(m => (long)System.Text.Encoding.UTF8.GetByteCount(m.Text) + 16) + Shape.Schema().Length;
        return (bytes + 2) / 3 + 1500L * Messages.Sum(m => m.Images.Count);
    }

    private void WriteMessages(Utf8JsonWriter json)
    {
        json.WriteStartArray("messages");
        foreach (var message in Messages)
        {
            json.WriteStartObject();
            json.WriteString("role", message.Role);
            if (message.Images.Count == 0)
            {
                json.WriteString("content", message.Text);
            }
            else
            {
                json.WriteStartArray("content");
                json.WriteStartObject();
                json.WriteString("type", "text");
                json.WriteString("text", message.Text);
                json.WriteEndObject();
                foreach (var image in message.Images)
                {
                    json.WriteStartObject();
                    json.WriteString("type", "image_url");
                    json.WriteStartObject("image_url");
                    json.WriteString("url", $"data:{image.MediaType};base64,{Convert.ToBase64String(image.Content.Span)}");
                    json.WriteEndObject();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
