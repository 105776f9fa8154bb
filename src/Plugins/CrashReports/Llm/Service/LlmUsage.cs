namespace Sim.Plugins.CrashReports.Llm.Service;

/// <summary>Tokens of a call, as the service counted them. Plain data.</summary>
/// <param name="PromptTokens">Tokens of the question.</param>
/// <param name="AnswerTokens">Tokens of the answer.</param>
internal sealed record LlmUsage(long PromptTokens, long AnswerTokens);
