namespace Sim.Plugins.CrashReports.Llm.Service;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">"system", "user" or "assistant".</param>
/// <param name="Text">Its text.</param>
internal sealed record LlmMessage(string Role, string Text)
{
    /// <summary>Pictures that go along.</summary>
    public IReadOnlyList<LlmImage> Images { get; init; } = [];
}
