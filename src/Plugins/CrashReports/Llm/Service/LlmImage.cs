namespace Sim.Plugins.CrashReports.Llm.Service;

/// <summary>A picture that goes along with a question.</summary>
/// <param name="MediaType">"image/png" or "image/jpeg".</param>
/// <param name="Content">Its bytes.</param>
internal sealed record LlmImage(string MediaType, ReadOnlyMemory<byte> Content);
