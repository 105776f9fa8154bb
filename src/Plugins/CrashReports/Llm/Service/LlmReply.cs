namespace Sim.Plugins.CrashReports.Llm.Service;

/// <summary>What a service sent back over HTTP.</summary>
/// <param name="Status">Status code; 0 when the connection broke.</param>
/// <param name="Body">The body.</param>
/// <param name="RetryAfter">How long the service asks to wait.</param>
internal sealed record LlmReply(int Status, byte[] Body, TimeSpan? RetryAfter);
