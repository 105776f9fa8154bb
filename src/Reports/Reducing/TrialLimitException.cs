namespace Sim.Reports.Reducing;

/// <summary>No further trial is allowed.</summary>
internal sealed class TrialLimitException() : Exception("the limit of runs is reached");
