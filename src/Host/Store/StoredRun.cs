using Sim.Host.Planning;

namespace Sim.Host.Store;

/// <summary>Everything that a report needs, read from a store.</summary>
/// <param name="Identity">The run.</param>
/// <param name="Suites">Suites reduced to names, gates and waivers.</param>
/// <param name="Plan">Planned cases over all shards, sorted by id.</param>
/// <param name="Shard">The shard that this folder holds, or null for all.</param>
/// <param name="Mine">Ids that belong to this folder (all unless sharded).</param>
/// <param name="Cases">Results, sorted by id.</param>
internal sealed record StoredRun(
    RunIdentity Identity, IReadOnlyList<Suite> Suites, IReadOnlyList<PlanRow> Plan, Shard? Shard, IReadOnlySet<string> Mine, IReadOnlyList<StoredCase> Cases);
