namespace Sim.Host.Planning;

/// <summary>What a run will do, over all shards.</summary>
/// <param name="Identity">What decides its bytes.</param>
/// <param name="Suites">Its suites, overrides applied.</param>
/// <param name="Cases">Its cases, sorted by id.</param>
internal sealed record RunPlan(RunIdentity Identity, IReadOnlyList<Suite> Suites, IReadOnlyList<PlannedCase> Cases);
