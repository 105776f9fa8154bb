namespace Sim.Reports.Comparing;

/// <summary>An accepted result.</summary>
/// <param name="Row">The result: of the metrics those that expectations name, of the assessors those that give them, of the scenario's hash the first digits.</param>
/// <param name="Date">The day on which it was accepted.</param>
/// <param name="Reason">Why, one line.</param>
internal sealed record AcceptedCase(ComparedRow Row, DateOnly Date, string Reason);
