namespace Sim.Plugins.CrashReports.Language;

/// <summary>One sentence or heading.</summary>
/// <param name="Tokens">Its tokens, the closing mark included.</param>
/// <param name="Paragraph">Number of its paragraph, from 0.</param>
/// <param name="IsHeading">True for a line that is no sentence ("Narrative:").</param>
/// <param name="IsCoding">True for a sentence that tells how the crash was coded ("The Critical Event was ..."), not what happened.</param>
internal readonly record struct Sentence(TokenRange Tokens, int Paragraph, bool IsHeading, bool IsCoding);
