namespace Sim.Host.Store;

/// <summary>A planned case as the store remembers it.</summary>
/// <param name="CaseId">Its id.</param>
/// <param name="Suite">Name of its suite.</param>
internal sealed record PlanRow(string CaseId, string Suite);
