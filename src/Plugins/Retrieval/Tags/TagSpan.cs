namespace Sim.Plugins.Retrieval.Tags;

/// <summary>One actor does something for a time. Plain data.</summary>
/// <param name="Tag">What: a name of <see cref="BehaviourTag"/>.</param>
/// <param name="ActorId">Who.</param>
/// <param name="FromStep">First step.</param>
/// <param name="ToStep">Last step.</param>
/// <param name="Strength">How clearly, in (0, 1]: 0.5 at the rule's limit, rising beyond it.</param>
/// <param name="OtherId">With whom, where the rule is about two actors.</param>
internal sealed record TagSpan(string Tag, string ActorId, int FromStep, int ToStep, double Strength, string? OtherId = null);
