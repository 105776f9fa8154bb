namespace Sim;

/// <summary>What a driver answered at a step.</summary>
/// <param name="Step">Step of the observation it answers.</param>
/// <param name="Answer">The answer.</param>
public sealed record RecordedAnswer(int Step, DriverAnswer Answer);
