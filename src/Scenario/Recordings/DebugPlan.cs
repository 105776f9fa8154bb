namespace Sim;

/// <summary>A plan that a driver weighed; it moves nothing.</summary>
/// <param name="Name">Its name, unique among the candidates of an answer; see <see cref="DriverDebug.NameFault"/>.</param>
/// <param name="Points">Rear-axle poses by the rules of an answer's plan, 2 to <see cref="DriverDebug.MaxCandidatePoints"/> points.</param>
/// <param name="Cost">What the driver thinks of it, finite, less is better, in the driver's own unit; null when it does not say.</param>
public sealed record DebugPlan(string Name, IReadOnlyList<PlanPoint> Points, double? Cost = null);
