namespace Sim.Host.Reducing;

/// <summary>What boundary to look for.</summary>
/// <param name="Parameter">The one number to change, or null.</param>
/// <param name="Tolerance">How exactly, or null for one per cent of the range.</param>
/// <param name="Against">Id of the case at the passing end, or null.</param>
/// <param name="To">Value of the parameter at the passing end, or null.</param>
/// <param name="Suite">The suite with the case's entry, when the run folder alone does not tell how its scenario was made; or null.</param>
internal sealed record BoundaryRequest(string? Parameter, Quantity? Tolerance, string? Against, Quantity? To, Suite? Suite);
