namespace Sim.Reports.Requirements;

/// <summary>A planned case without a result.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Suite">Its suite.</param>
/// <param name="IsMine">False when it belongs to another shard.</param>
internal readonly record struct MissingCase(string Id, string Suite, bool IsMine);
