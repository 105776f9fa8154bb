namespace Sim.Reports.Stories;

/// <summary>The passing case nearest to one that did not.</summary>
/// <param name="CaseId">Its id.</param>
/// <param name="Changes">Parameters that differ, by name; empty for another replica or another draw of the same ones.</param>
/// <param name="OtherDraw">True when it is another draw.</param>
internal sealed record PassingNeighbour(string CaseId, IReadOnlyList<ParameterChange> Changes, bool OtherDraw);
