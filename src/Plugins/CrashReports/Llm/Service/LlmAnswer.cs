namespace Sim.Plugins.CrashReports.Llm.Service;

/// <summary>An answer of a model. Plain data.</summary>
/// <param name="Content">Its text; empty when the model refused.</param>
/// <param name="Finish">Why it ended: "stop", "length", …; empty when not said.</param>
/// <param name="Refusal">The words of a refusal; empty when it did not refuse.</param>
internal sealed record LlmAnswer(string Content, string Finish, string Refusal);
