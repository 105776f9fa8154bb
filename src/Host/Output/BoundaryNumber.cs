namespace Sim.Host.Output;

/// <summary>A number that differs between the failing and the passing end.</summary>
/// <param name="Name">The parameter, or the word for a value of the scenario.</param>
/// <param name="Unit">Unit of all values; empty for none.</param>
/// <param name="FailingEnd">At the case.</param>
/// <param name="PassingEnd">At the other end.</param>
/// <param name="FailsAt">Last value on the way that fails.</param>
/// <param name="PassesAt">First value after it that passes.</param>
internal sealed record BoundaryNumber(string Name, string Unit, decimal FailingEnd, decimal PassingEnd, decimal FailsAt, decimal PassesAt);
