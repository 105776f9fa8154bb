using Sim.Plugins.CrashReports.Llm.Service;

namespace Sim.Plugins.CrashReports.Llm.Cassettes;

/// <summary>One line of a cassette. Plain data; holds no header and no key.</summary>
/// <param name="Key">SHA-256 of model, messages and schema, lower-case hexadecimal.</param>
/// <param name="Task">What was asked: "environment", "road", …; for people.</param>
/// <param name="Model">The model.</param>
/// <param name="Host">Host and port that answered.</param>
/// <param name="Response">The answer.</param>
/// <param name="Usage">What it took.</param>
internal sealed record CassetteEntry(string Key, string Task, string Model, string Host, LlmAnswer Response, LlmUsage Usage);
